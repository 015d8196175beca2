import { createHash } from 'node:crypto';

/** What the values of Ref and Fn::GetAtt are derived from. */
export interface Identified {
  readonly stack: string;
  readonly logicalId: string;
  readonly region: string;
  readonly accountId: string;
  /** The resolved name from the template; null if it has none. */
  readonly givenName: string | null;
}

interface ResourceKind {
  /** The property for a name. */
  readonly nameProperty?: string;
  ref(resource: Identified): string;
  readonly attributes?: Readonly<Record<string, (resource: Identified, ref: string) => string>>;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Returns a made-up ID that is the same on every run, so that stored data still fits. */
function madeUpId(resource: Identified, length: number, salt = ''): string {
  const digest = createHash('sha256').update(`${resource.stack}\0${resource.logicalId}\0${salt}`).digest();
  return Array.from(digest.subarray(0, length), (byte) => DIGITS[byte % DIGITS.length]).join('');
}

const byName = (resource: Identified) => resource.givenName ?? `${resource.stack}-${resource.logicalId}`;
const byId = (length: number) => (resource: Identified) => madeUpId(resource, length);
const sameAsRef = (_: Identified, ref: string) => ref;

function arn(service: string, resourcePart: (ref: string) => string, global = false) {
  return ({ region, accountId }: Identified, ref: string) =>
    `arn:aws:${service}:${global ? '' : region}:${accountId}:${resourcePart(ref)}`;
}

const KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    ref: byName,
    attributes: {
      Arn: arn('dynamodb', (ref) => `table/${ref}`),
      // The label is the time of its creation, which is not known here.
      StreamArn: arn('dynamodb', (ref) => `table/${ref}/stream/local`),
    },
  },
  'AWS::Cognito::UserPool': {
    ref: (resource) => `${resource.region}_${madeUpId(resource, 8)}`,
    attributes: {
      Arn: arn('cognito-idp', (ref) => `userpool/${ref}`),
      UserPoolId: sameAsRef,
      ProviderName: ({ region }, ref) => `cognito-idp.${region}.amazonaws.com/${ref}`,
      ProviderURL: ({ region }, ref) => `https://cognito-idp.${region}.amazonaws.com/${ref}`,
    },
  },
  'AWS::Cognito::UserPoolClient': { ref: byId(26), attributes: { ClientId: sameAsRef } },
  'AWS::Cognito::UserPoolDomain': { nameProperty: 'Domain', ref: byName },
  'AWS::SecretsManager::Secret': {
    nameProperty: 'Name',
    ref: (resource) =>
      arn('secretsmanager', (name) => `secret:${name}-${madeUpId(resource, 6)}`)(resource, byName(resource)),
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    ref: (resource) => byName(resource).toLowerCase(),
    attributes: {
      Arn: (_, ref) => `arn:aws:s3:::${ref}`,
      DomainName: (_, ref) => `${ref}.s3.amazonaws.com`,
      RegionalDomainName: ({ region }, ref) => `${ref}.s3.${region}.amazonaws.com`,
    },
  },
  'AWS::CloudFront::Distribution': {
    ref: (resource) => `E${madeUpId(resource, 13).toUpperCase()}`,
    attributes: {
      Id: sameAsRef,
      DomainName: (resource) => `d${madeUpId(resource, 13, 'domain')}.cloudfront.net`,
    },
  },
  'AWS::CloudFront::Function': {
    nameProperty: 'Name',
    ref: (resource) => arn('cloudfront', (name) => `function/${name}`, true)(resource, byName(resource)),
    attributes: { FunctionARN: sameAsRef },
  },
  'AWS::CloudFront::OriginAccessControl': { ref: byId(13), attributes: { Id: sameAsRef } },
  'AWS::CloudFront::ResponseHeadersPolicy': { ref: byId(13), attributes: { Id: sameAsRef } },
  'AWS::Lambda::LayerVersion': {
    ref: (resource) => arn('lambda', (name) => `layer:${name}:1`)(resource, byName(resource)),
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    ref: byName,
    attributes: { Arn: arn('lambda', (ref) => `function:${ref}`) },
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: (resource) => arn('sns', (name) => name)(resource, byName(resource)),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    ref: byName,
    attributes: { Arn: arn('events', (ref) => `rule/${ref}`) },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    ref: byName,
    attributes: { Arn: arn('logs', (ref) => `log-group:${ref}:*`) },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: (resource) => `https://sqs.${resource.region}.amazonaws.com/${resource.accountId}/${byName(resource)}`,
    attributes: {
      Arn: (resource) => `arn:aws:sqs:${resource.region}:${resource.accountId}:${byName(resource)}`,
      QueueName: byName,
    },
  },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    ref: byName,
    attributes: { Arn: arn('iam', (ref) => `role/${ref}`, true) },
  },
  'AWS::ApiGateway::RestApi': {
    ref: byId(10),
    attributes: { RestApiId: sameAsRef, RootResourceId: (resource) => madeUpId(resource, 10, 'root') },
  },
  'AWS::ApiGateway::Resource': { ref: byId(6), attributes: { ResourceId: sameAsRef } },
  'AWS::ApiGateway::Authorizer': { ref: byId(6), attributes: { AuthorizerId: sameAsRef } },
  'AWS::ApiGateway::Deployment': { ref: byId(6), attributes: { DeploymentId: sameAsRef } },
  'AWS::ApiGateway::Stage': { nameProperty: 'StageName', ref: byName },
  'AWS::ApiGateway::ClientCertificate': { ref: byId(6), attributes: { ClientCertificateId: sameAsRef } },
  'AWS::ApiGateway::DomainName': {
    nameProperty: 'DomainName',
    ref: byName,
    attributes: {
      RegionalDomainName: ({ region }, ref) => `d-${ref.length}.execute-api.${region}.amazonaws.com`,
      RegionalHostedZoneId: () => 'ZLOCAL',
      DomainNameArn: ({ region }, ref) => `arn:aws:apigateway:${region}::/domainnames/${ref}`,
    },
  },
};

export function namePropertyOf(type: string): string | undefined {
  return KINDS[type]?.nameProperty;
}

/** Returns the value of Ref; a made-up ID for types without references. */
export function physicalIdOf(type: string, resource: Identified): string {
  return (KINDS[type]?.ref ?? byId(10))(resource);
}

/** Returns the value of Fn::GetAtt, or null if it is unknown. */
export function attributeOf(type: string, resource: Identified, attribute: string): string | null {
  const kind = KINDS[type];
  return kind?.attributes?.[attribute]?.(resource, kind.ref(resource)) ?? null;
}

/** Returns whether Ref of this type has a meaningful value. */
export function isReferable(type: string): boolean {
  return type in KINDS;
}
