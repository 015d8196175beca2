import { describe, expect, test } from '@jest/globals';
import { type StackTemplate, synthesizeStacks, type TemplateResource } from './synthesized-stacks.ts';

const stacks = await synthesizeStacks({
  senderAddress: 'codes@hub.example.com',
  messagingApiUrl: 'https://messaging.example.com/v1',
  manageApiGatewayLogRole: 'true',
});
const templates: [string, StackTemplate][] = [
  ['records', stacks.records],
  ['service', stacks.service],
];

interface Statement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

const resourcesOf = (template: StackTemplate, ...types: string[]): [string, TemplateResource][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => types.includes(Type));
/** CDK's own function that unpacks the pages' files while CloudFormation deploys. */
const isDeployer = (id: string) => id.startsWith('CustomCDKBucketDeployment');
const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Each a mistake that nobody would see in a deployment before it is used. */
describe.each(templates)('the %s stack never holds', (_, template) => {
  const text = JSON.stringify(template);

  test('a secret', () => {
    expect(text).not.toMatch(/A[KS]IA[0-9A-Z]{16}|PRIVATE KEY|dpa_(live|test)_|"SecretString"|xox[bp]-|ghp_/);
    // What CloudFormation would put in for a reference could be read in the function's configuration.
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Function')) {
      expect(JSON.stringify(Properties.Environment ?? {})).not.toContain('{{resolve:');
    }
    expect(Object.values(template.Outputs).map(({ Value }) => JSON.stringify(Value))).not.toContainEqual(
      expect.stringContaining('{{resolve:'),
    );
  });

  test('a bucket that somebody else may read', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties).not.toHaveProperty('AccessControl');
      expect(Properties).not.toHaveProperty('WebsiteConfiguration');
    }
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::BucketPolicy')) {
      const statements: Statement[] = Properties.PolicyDocument.Statement;
      for (const { Effect, Principal, Condition } of statements.filter(({ Effect }) => Effect !== 'Deny')) {
        expect({ Effect, Principal }).toEqual({ Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' } });
        expect(JSON.stringify(Condition)).toContain('AWS:SourceArn');
      }
    }
  });

  test('a grant on everything', () => {
    const wildcards = resourcesOf(template, 'AWS::IAM::Policy')
      .filter(([id]) => !isDeployer(id))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[])
      .flatMap(({ Action, Resource, Condition, ...more }) => {
        expect(more).toEqual({ Effect: 'Allow' });
        expect(Action).toBeDefined();
        expect(JSON.stringify(Action)).not.toContain('*');
        return asList(Resource)
          .map((one) => JSON.stringify(one))
          .filter((one) => one.includes('*'))
          .map((one) => ({ Action, resource: one.match(/:(identity|configuration-set|table)\/\*/)?.[1], Condition }));
      });

    // SES decides itself whose identities it asks for; the sender is what binds.
    for (const { Action, resource, Condition } of wildcards) {
      // Names of streams, and nothing that is in them.
      if (Action === 'dynamodb:ListStreams') {
        expect({ resource, Condition }).toEqual({ resource: 'table' });
        continue;
      }
      expect(Action).toBe('ses:SendEmail');
      expect(['identity', 'configuration-set']).toContain(resource);
      expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'codes@hub.example.com' } });
    }
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('Policies');
      if (!isDeployer(id) && Properties.ManagedPolicyArns !== undefined) {
        expect(JSON.stringify(Properties.ManagedPolicyArns)).toContain('AmazonAPIGatewayPushToCloudWatchLogs');
      }
    }
    expect(resourcesOf(template, 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::AccessKey')).toEqual([]);
  });

  test('a function that others than its own API may call', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Permission')) {
      expect(Properties).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Principal: expect.stringMatching(/^(apigateway|cognito-idp|events|logs)\.amazonaws\.com$/),
        SourceArn: expect.anything(),
      });
      expect(Properties.SourceArn).not.toBe('*');
    }
    expect(resourcesOf(template, 'AWS::Lambda::Url')).toEqual([]);
  });

  // A replica would accept what was revoked a second ago: docs/adr and the README promise otherwise.
  test('a copy of the table in another Region, or one that somebody else may read', () => {
    expect(resourcesOf(template, 'AWS::DynamoDB::GlobalTable', 'Custom::DynamoDBReplica')).toEqual([]);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::DynamoDB::Table')) {
      expect(Properties).not.toHaveProperty('Replicas');
      // What was written, for the notices; what stood there before, such as a key that is gone, is nobody's business.
      expect(Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
      expect(Properties).not.toHaveProperty('ResourcePolicy');
      expect(Properties).toMatchObject({ DeletionProtectionEnabled: true, SSESpecification: { SSEEnabled: true } });
    }
  });

  // Each of them would be told of everything that is written.
  test('a reader of the stream that is not the sender of notices, or one that gets more than it tells of', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::EventSourceMapping')) {
      const functionId: string = Properties.FunctionName.Ref;
      expect(template.Resources[functionId]?.Properties.Description).toBe(
        'Notifies partner users by e-mail of changes',
      );
      expect(Properties.FilterCriteria.Filters).toHaveLength(2);
    }
    expect(resourcesOf(template, 'AWS::Pipes::Pipe', 'AWS::Kinesis::Stream')).toEqual([]);
  });

  test('a log of whole requests', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGateway::Stage')) {
      for (const settings of Properties.MethodSettings) {
        expect(settings).toMatchObject({ LoggingLevel: 'OFF', DataTraceEnabled: false });
      }
    }
  });
});

test('the checks look at what there is', () => {
  const count = (type: string) => templates.reduce((sum, [, one]) => sum + resourcesOf(one, type).length, 0);
  const types = ['S3::Bucket', 'S3::BucketPolicy', 'IAM::Policy', 'IAM::Role', 'Lambda::Permission', 'DynamoDB::Table'];
  types.push('Lambda::EventSourceMapping');

  for (const type of [...types, 'ApiGateway::Stage', 'Lambda::Function']) {
    expect({ type, count: count(`AWS::${type}`) }).toEqual({ type, count: expect.any(Number) });
    expect(count(`AWS::${type}`)).toBeGreaterThan(0);
  }
});
