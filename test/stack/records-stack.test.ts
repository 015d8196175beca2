import { beforeAll, describe, expect, test } from '@jest/globals';
import { readable } from './readable.ts';
import {
  onlyResource,
  resourceNamed,
  resourcesOfType,
  type StackTemplate,
  type SynthesizedStacks,
  synthesizeStacks,
} from './synthesized-stacks.ts';

let stacks: SynthesizedStacks;
let records: StackTemplate;

beforeAll(async () => {
  stacks = await synthesizeStacks();
  ({ records } = stacks);
});

describe('data outlives mistakes', () => {
  test('the stack cannot be deleted as it is', () => {
    expect(stacks.recordsTerminationProtection).toBe(true);
  });

  test.each([
    ['AWS::DynamoDB::Table', { DeletionProtectionEnabled: true }],
    ['AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' }],
  ])('%s is protected, and kept when it leaves the stack', (type, protection) => {
    const [, resource] = onlyResource(records, type);

    expect(resource.Properties).toMatchObject(protection);
    expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

test('the table is the one that the records need', () => {
  const { Properties } = onlyResource(records, 'AWS::DynamoDB::Table')[1];

  expect(Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
  });
  expect(Properties).not.toHaveProperty('GlobalSecondaryIndexes');
  expect(Properties).not.toHaveProperty('TableName');
});

describe('accounts', () => {
  test('nobody signs up, and passwords are strong', () => {
    expect(onlyResource(records, 'AWS::Cognito::UserPool')[1].Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OFF',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
      },
    });
  });

  // Anything more, and anyone on the internet could try passwords past the gateway and its limits.
  test('the client of /token serves password checks by IAM only', () => {
    const { Properties } = resourceNamed(stacks.service, 'TokenClient');

    expect(Properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      AllowedOAuthFlowsUserPoolClient: false,
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
    });
    expect(Properties).not.toHaveProperty('AllowedOAuthFlows');
  });

  test('mail is sent by SES where a sender is configured', async () => {
    expect(onlyResource(records, 'AWS::Cognito::UserPool')[1].Properties).not.toHaveProperty('EmailConfiguration');

    const { records: configured } = await synthesizeStacks({ senderAddress: 'hub@example.com' });

    const { EmailConfiguration } = onlyResource(configured, 'AWS::Cognito::UserPool')[1].Properties;
    expect(EmailConfiguration).toMatchObject({ EmailSendingAccount: 'DEVELOPER', From: 'hub@example.com' });
    expect(JSON.stringify(EmailConfiguration.SourceArn)).toContain(':identity/hub@example.com');
  });
});

describe('after a password reset', () => {
  const trigger = () => onlyResource(records, 'AWS::Lambda::Function');

  test('the pool calls the function that ends sessions, and nobody else may call it', () => {
    const [id] = trigger();
    const [pool, { Properties }] = onlyResource(records, 'AWS::Cognito::UserPool');

    expect(Properties.LambdaConfig).toEqual({ PostConfirmation: { 'Fn::GetAtt': [id, 'Arn'] } });
    expect(onlyResource(records, 'AWS::Lambda::Permission')[1].Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [id, 'Arn'] },
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [pool, 'Arn'] },
    });
  });

  test('the function answers while Cognito waits, and is told what it needs and no more', () => {
    const { Environment, Description, LoggingConfig, ...properties } = trigger()[1].Properties;

    expect(properties).toMatchObject({ Timeout: 5, Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(records.Resources[LoggingConfig.LogGroup.Ref]).toMatchObject({
      Properties: { RetentionInDays: 90 },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    expect(Description).toBe('User pool: ends the sessions of a user after a password reset');
    expect(Object.keys(Environment.Variables).toSorted()).toEqual(['TABLE_NAME', 'USER_POOLS_ORIGIN']);
    expect(JSON.stringify(Environment.Variables.USER_POOLS_ORIGIN)).toContain('https://cognito-idp.');
  });

  test('the function may end the access of users, and no more', () => {
    const statements = resourcesOfType(records, 'AWS::IAM::Policy').flatMap(
      ([, { Properties }]) => Properties.PolicyDocument.Statement,
    );
    const grants = statements.flatMap(({ Effect, Action, Condition }) => {
      const kinds = Condition?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'] ?? [];
      return [Action].flat().map((action) => [Effect, action, ...kinds].join(' '));
    });

    expect(grants.toSorted()).toEqual([
      'Allow cognito-idp:AdminUserGlobalSignOut',
      'Allow dynamodb:GetItem EMAIL#* IDENTITY#*',
      'Allow dynamodb:GetItem PARTNER#* USER#*',
      'Allow dynamodb:PutItem PARTNER#* USER#*',
      'Allow dynamodb:UpdateItem PARTNER#* USER#*',
      'Allow logs:CreateLogStream',
      'Allow logs:PutLogEvents',
    ]);
  });

  // Each needs the next to be created, if the policy about the pool were one that the function waits for.
  test('pool, function and role do not depend on each other in a circle', () => {
    const needs = (id: string): string[] => {
      const { DependsOn = [], Properties } = records.Resources[id] ?? { Properties: {} };
      const named = [...JSON.stringify(Properties).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/g)].map(
        ([, one]) => one,
      );
      return [...[DependsOn].flat(), ...named].filter((one): one is string => one !== undefined && one !== id);
    };
    const reached = (id: string, path: readonly string[]): void => {
      expect(path).not.toContain(id);
      for (const next of needs(id)) if (records.Resources[next] !== undefined) reached(next, [...path, id]);
    };

    for (const id of Object.keys(records.Resources)) reached(id, []);
  });
});

test('outputs name what operators need', () => {
  expect(records.Outputs.TableName?.Value).toEqual({ Ref: onlyResource(records, 'AWS::DynamoDB::Table')[0] });
  expect(records.Outputs.UserPoolId?.Value).toEqual({ Ref: onlyResource(records, 'AWS::Cognito::UserPool')[0] });
  expect(readable(stacks.service.Outputs.TokenClientId?.Value, stacks)).toBe('<TokenClient>');
});
