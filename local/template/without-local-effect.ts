/**
 * What the templates hold and the local run leaves out, each with the reason. Everything else that is not read stops
 * the start: a property that is skipped in silence is how a local run and the cloud drift apart.
 */
const PERMISSIONS = 'The local services do not ask who calls; the stack tests pin what each role may do.';
const LOGS = 'Logs go to files of the local run.';
const OUTER_ADDRESS = 'The local gateway has an address of its own and acts like the custom domain.';
const PROTECTS_DATA = 'Guards data in the account; local data is a file that the user may delete.';
const NO_MUTUAL_TLS = 'Between gateway and upstream there is plain HTTP on this machine.';
const DESCRIPTIVE = 'For people and bills only.';
const SIGN_IN = 'Accounts and sign-in are served by the local Cognito stand-in with its own, fixed settings.';

export const TYPES_WITHOUT_LOCAL_EFFECT: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': DESCRIPTIVE,
  'AWS::IAM::Role': PERMISSIONS,
  'AWS::IAM::Policy': PERMISSIONS,
  'AWS::IAM::ManagedPolicy': PERMISSIONS,
  'AWS::Lambda::Permission': PERMISSIONS,
  'AWS::Logs::LogGroup': LOGS,
  'AWS::ApiGateway::Account': LOGS,
  'AWS::ApiGateway::ClientCertificate': NO_MUTUAL_TLS,
  'AWS::ApiGateway::DomainName': OUTER_ADDRESS,
  'AWS::ApiGateway::BasePathMapping': OUTER_ADDRESS,
  'AWS::Route53::RecordSet': OUTER_ADDRESS,
  'AWS::Cognito::UserPool': SIGN_IN,
  'AWS::Cognito::UserPoolClient': SIGN_IN,
  'AWS::Cognito::UserPoolDomain': SIGN_IN,
};

/** Property paths by type; a path stands for everything under it. */
export const PROPERTIES_WITHOUT_LOCAL_EFFECT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::DynamoDB::Table': {
    DeletionProtectionEnabled: PROTECTS_DATA,
    PointInTimeRecoverySpecification: PROTECTS_DATA,
    SSESpecification: 'Encryption at rest cannot be seen through the API.',
    ContributorInsightsSpecification: DESCRIPTIVE,
    Tags: DESCRIPTIVE,
  },
  'AWS::Lambda::Function': {
    Role: PERMISSIONS,
    Architectures: 'Bundles are JavaScript and run on any processor.',
    Description: DESCRIPTIVE,
    LoggingConfig: LOGS,
    ReservedConcurrentExecutions: 'Shares the account with others; here nobody else is there.',
    Tags: DESCRIPTIVE,
    TracingConfig: LOGS,
  },
  'AWS::ApiGateway::RestApi': {
    Description: DESCRIPTIVE,
    DisableExecuteApiEndpoint: OUTER_ADDRESS,
    EndpointConfiguration: OUTER_ADDRESS,
    SecurityPolicy: 'There is no TLS on this machine.',
    EndpointAccessMode: OUTER_ADDRESS,
    Tags: DESCRIPTIVE,
  },
  'AWS::ApiGateway::Resource': {},
  'AWS::ApiGateway::Method': {
    OperationName: DESCRIPTIVE,
    'Integration.PassthroughBehavior': 'Concerns integrations with templates; proxy integrations pass everything.',
  },
  'AWS::ApiGateway::Authorizer': {},
  'AWS::ApiGateway::GatewayResponse': {},
  'AWS::ApiGateway::Deployment': { Description: DESCRIPTIVE },
  'AWS::ApiGateway::Stage': {
    'AccessLogSetting.DestinationArn': LOGS,
    ClientCertificateId: NO_MUTUAL_TLS,
    Description: DESCRIPTIVE,
    MethodSettings:
      'Throttling would only measure this machine, metrics have nowhere to go, and full request logs must stay off.',
    Tags: DESCRIPTIVE,
    TracingEnabled: LOGS,
  },
};
