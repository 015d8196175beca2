import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type AccessLogFormat,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';

export interface RegionalApiProps {
  readonly name: string;
  readonly description: string;
  readonly stage: string;
  /** Requests a second, for the whole API. */
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  readonly accessLogFormat: AccessLogFormat;
  /** Whether this API brings the account's one role for API Gateway logs. @default false */
  readonly manageLogRole?: boolean;
  /** @default - none */
  readonly clientCertificateId?: string;
}

export interface RegionalApi {
  readonly api: RestApi;
  readonly accessLogs: LogGroup;
}

/** A REST API with one stage and an access log, as the children `Api` and `AccessLogs` of `scope`. */
export function createRegionalApi(scope: Construct, props: RegionalApiProps): RegionalApi {
  const { manageLogRole = false, clientCertificateId } = props;
  const accessLogs = new LogGroup(scope, 'AccessLogs', {
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const api = new RestApi(scope, 'Api', {
    restApiName: props.name,
    description: props.description,
    endpointTypes: [EndpointType.REGIONAL],
    // Everything passes as it came; otherwise multipart and compressed bodies would be taken for text.
    binaryMediaTypes: ['*/*'],
    // One role per account and Region serves all APIs, so removing it with this stack would stop their logs too.
    cloudWatchRole: manageLogRole,
    ...(manageLogRole ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
    deployOptions: {
      stageName: props.stage,
      throttlingRateLimit: props.throttlingRateLimit,
      throttlingBurstLimit: props.throttlingBurstLimit,
      ...(clientCertificateId === undefined ? {} : { clientCertificateId }),
      accessLogDestination: new LogGroupLogDestination(accessLogs),
      accessLogFormat: props.accessLogFormat,
      // Execution logs would hold whole requests, credentials included.
      loggingLevel: MethodLoggingLevel.OFF,
      dataTraceEnabled: false,
    },
  });
  acknowledge(api, {
    APIG2:
      'The functions check requests by the schemas of the contract; what goes to the upstream is for the upstream to judge.',
    APIG3:
      'Which web ACL a stage gets is up to its operator: rates and rules depend on the partners. Throttling is set.',
    APIG6: 'Execution logs would hold whole requests, credentials included. The access log has every call.',
    COG4: 'Callers show API keys, legacy tokens or ID tokens of a configurable provider: an authorizer function checks them.',
    ...(manageLogRole
      ? {
          'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
            'The policy that API Gateway documents for the role that writes the logs of all APIs of an account.',
        }
      : {}),
  });
  return { api, accessLogs };
}
