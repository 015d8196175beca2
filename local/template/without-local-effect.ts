/**
 * What the templates hold and the local run leaves out, each with the reason. Everything else that is not read stops
 * the start: a property that is skipped in silence is how a local run and the cloud drift apart.
 */
const LOGS = 'Logs go to files of the local run.';
const MONITORING = 'Nobody is on duty for a local run; its logs are files.';
const OUTER_ADDRESS = 'The local gateway has an address of its own and acts like the custom domain.';
const PROTECTS_DATA = 'Guards data in the account; local data is a file that the user may delete.';
const NO_MUTUAL_TLS = 'Between gateway and upstream there is plain HTTP on this machine.';
const DESCRIPTIVE = 'For people and bills only.';
const SIGN_IN = 'Accounts and sign-in are served by local stand-ins with their own, fixed settings.';
const NO_EDGE = 'One process on this machine stands for the edge: nothing is kept, compressed or logged there.';
const NO_TLS = 'There is no TLS on this machine.';
const ALWAYS_DEPLOYED = 'The files are read from the assembly at every start.';

export const TYPES_WITHOUT_LOCAL_EFFECT: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': DESCRIPTIVE,
  'AWS::Lambda::LayerVersion': 'Holds the AWS command line for the deployment of files, which needs none here.',
  'AWS::Logs::LogGroup': LOGS,
  'AWS::Logs::MetricFilter': MONITORING,
  'AWS::CloudWatch::Alarm': MONITORING,
  'AWS::CloudWatch::Dashboard': MONITORING,
  'AWS::SNS::Topic': MONITORING,
  'AWS::SNS::TopicPolicy': MONITORING,
  'AWS::ApiGateway::Account': LOGS,
  'AWS::ApiGateway::ClientCertificate': NO_MUTUAL_TLS,
  'AWS::ApiGateway::DomainName': OUTER_ADDRESS,
  'AWS::ApiGateway::BasePathMapping': OUTER_ADDRESS,
  'AWS::Route53::RecordSet': OUTER_ADDRESS,
  'AWS::SQS::QueuePolicy': NO_TLS,
  'AWS::Cognito::UserPool': SIGN_IN,
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
  'AWS::Events::Rule': {
    Description: DESCRIPTIVE,
    Tags: DESCRIPTIVE,
    'Targets.RetryPolicy': 'Concerns events that do not reach a function; here each one does.',
  },
  'AWS::Lambda::EventSourceMapping': { Tags: DESCRIPTIVE },
  'AWS::IAM::Role': { Description: DESCRIPTIVE, Tags: DESCRIPTIVE },
  'AWS::Lambda::Function': {
    Architectures: 'Bundles are JavaScript and run on any processor.',
    Description: DESCRIPTIVE,
    ReservedConcurrentExecutions: 'Shares the account with others; here nobody else is there.',
    Tags: DESCRIPTIVE,
    TracingConfig: LOGS,
  },
  'AWS::ApiGateway::RestApi': {
    Description: DESCRIPTIVE,
    DisableExecuteApiEndpoint: OUTER_ADDRESS,
    EndpointConfiguration: OUTER_ADDRESS,
    SecurityPolicy: NO_TLS,
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
    ClientCertificateId: NO_MUTUAL_TLS,
    Description: DESCRIPTIVE,
    MethodSettings:
      'Throttling would only measure this machine, metrics have nowhere to go, and full request logs must stay off.',
    Tags: DESCRIPTIVE,
    TracingEnabled: LOGS,
  },
  'AWS::Cognito::UserPoolClient': {
    AuthSessionValidity: SIGN_IN,
    ClientName: DESCRIPTIVE,
    ExplicitAuthFlows: SIGN_IN,
    ReadAttributes: SIGN_IN,
    WriteAttributes: SIGN_IN,
  },
  'AWS::Cognito::ManagedLoginBranding': {
    UseCognitoProvidedValues: 'The local login page has one look.',
    UserPoolId: SIGN_IN,
  },
  'AWS::SecretsManager::Secret': {
    Description: DESCRIPTIVE,
    KmsKeyId: 'Encryption at rest cannot be seen through the API.',
    Tags: DESCRIPTIVE,
  },
  'AWS::SQS::Queue': {
    MessageRetentionPeriod: PROTECTS_DATA,
    SqsManagedSseEnabled: 'Encryption at rest cannot be seen through the API.',
    Tags: DESCRIPTIVE,
  },
  'AWS::S3::Bucket': {
    BucketEncryption: 'Encryption at rest cannot be seen from outside.',
    BucketName: DESCRIPTIVE,
    LifecycleConfiguration: PROTECTS_DATA,
    OwnershipControls: 'Nobody but the local run writes the files.',
    PublicAccessBlockConfiguration: 'Nothing but the local distribution can reach the files.',
    Tags: DESCRIPTIVE,
    VersioningConfiguration: PROTECTS_DATA,
  },
  'AWS::CloudFront::Distribution': {
    'DistributionConfig.CacheBehaviors.CachedMethods': NO_EDGE,
    'DistributionConfig.CacheBehaviors.Compress': NO_EDGE,
    'DistributionConfig.Comment': DESCRIPTIVE,
    'DistributionConfig.DefaultCacheBehavior.CachedMethods': NO_EDGE,
    'DistributionConfig.DefaultCacheBehavior.Compress': NO_EDGE,
    'DistributionConfig.HttpVersion': 'Node serves HTTP/1.1.',
    'DistributionConfig.IPV6Enabled': 'The local run listens on both loopback addresses.',
    'DistributionConfig.Origins.ConnectionAttempts': NO_EDGE,
    'DistributionConfig.Origins.ConnectionTimeout': NO_EDGE,
    'DistributionConfig.Origins.CustomOriginConfig.OriginKeepaliveTimeout': NO_EDGE,
    'DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols': NO_TLS,
    'DistributionConfig.PriceClass': NO_EDGE,
    Tags: DESCRIPTIVE,
  },
  'AWS::CloudFront::Function': { 'FunctionConfig.Comment': DESCRIPTIVE, Tags: DESCRIPTIVE },
  'AWS::CloudFront::OriginAccessControl': {
    'OriginAccessControlConfig.Description': DESCRIPTIVE,
    'OriginAccessControlConfig.Name': DESCRIPTIVE,
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    'ResponseHeadersPolicyConfig.Comment': DESCRIPTIVE,
    'ResponseHeadersPolicyConfig.Name': DESCRIPTIVE,
  },
  'Custom::CDKBucketDeployment': {
    DestinationBucketArn: DESCRIPTIVE,
    DistributionId: NO_EDGE,
    DistributionPaths: NO_EDGE,
    OutputObjectKeys: DESCRIPTIVE,
    RetainOnDelete: ALWAYS_DEPLOYED,
    SourceBucketNames: ALWAYS_DEPLOYED,
    WaitForDistributionInvalidation: NO_EDGE,
  },
};
