/** Why the local run leaves something of the templates out. Properties that it ignores are in the schemas, each with a reason. */
export const LOGS = 'Logs go to files of the local run.';
const MONITORING = 'Nobody is on duty for a local run; its logs are files.';
export const OUTER_URL = 'The local gateway has a URL of its own and acts like the custom domain.';
export const PROTECTS_DATA = 'Guards data in the account; local data is a file that the user may delete.';
export const ENCRYPTION = 'Encryption at rest cannot be seen through the API.';
export const NO_MUTUAL_TLS = 'Between gateway and upstream there is plain HTTP on this machine.';
export const DESCRIPTIVE = 'For people and bills only.';
export const SIGN_IN = 'Accounts and sign-in are served by local parts with their own, fixed settings.';
export const NO_EDGE = 'One process on this machine emulates the edge: it caches, compresses and logs nothing.';
export const NO_TLS = 'There is no TLS on this machine.';
export const ALWAYS_DEPLOYED = 'The files are read from the assembly at every start.';

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
  'AWS::ApiGateway::DomainName': OUTER_URL,
  'AWS::ApiGateway::BasePathMapping': OUTER_URL,
  'AWS::Route53::RecordSet': OUTER_URL,
  'AWS::SQS::QueuePolicy': NO_TLS,
};
