import { RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnClientCertificate,
  EndpointType,
  type IAuthorizer,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ACCESS_LOG_FORMAT } from './access-log-format.ts';
import type { Configuration } from './configuration.ts';
import { functionIntegration } from './function-integration.ts';
import { GatewayResponses } from './gateway-responses.ts';
import { addPartnerApiRoutes } from './partner-api-routes.ts';
import type { ServiceFunction } from './service-function.ts';

export interface PartnerApiProps {
  readonly configuration: Configuration;
  readonly authorizer: IAuthorizer;
  readonly token: ServiceFunction;
  readonly whoami: ServiceFunction;
  readonly notFound: ServiceFunction;
}

/** The gateway in front of the upstream. */
export class PartnerApi extends Construct {
  readonly api: RestApi;
  /** Of the certificate that the upstream gets to see. */
  readonly clientCertificateId: string;

  constructor(scope: Construct, id: string, props: PartnerApiProps) {
    super(scope, id);
    const { stage, upstreamUrl, throttleRateLimit, throttleBurstLimit, manageApiGatewayLogRole } = props.configuration;
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // What the upstream demands, so that nobody gets around the gateway.
    const clientCertificate = new CfnClientCertificate(this, 'ClientCertificate', {
      description: `Partner API gateway, stage ${stage}, towards the upstream`,
    });
    this.clientCertificateId = props.configuration.clientCertificateId ?? clientCertificate.ref;
    this.api = new RestApi(this, 'Api', {
      restApiName: `partner-api-${stage}`,
      description: 'Partner API: API keys and legacy tokens in front of the upstream',
      endpointTypes: [EndpointType.REGIONAL],
      // Everything passes as it came; otherwise multipart and compressed bodies would be taken for text.
      binaryMediaTypes: ['*/*'],
      // One role an account and Region serves all APIs, so removing it with this stack would end their logs too.
      cloudWatchRole: manageApiGatewayLogRole,
      ...(manageApiGatewayLogRole ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN } : {}),
      deployOptions: {
        stageName: stage,
        throttlingRateLimit: throttleRateLimit,
        throttlingBurstLimit: throttleBurstLimit,
        clientCertificateId: this.clientCertificateId,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: ACCESS_LOG_FORMAT,
        // Execution logs would hold whole requests, keys included.
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
      },
    });
    new GatewayResponses(this, 'GatewayResponses', { api: this.api });
    addPartnerApiRoutes(this.api, {
      upstreamUrl,
      authorizer: props.authorizer,
      token: functionIntegration(this.api, props.token),
      whoami: functionIntegration(this.api, props.whoami),
      notFound: functionIntegration(this.api, props.notFound),
    });
  }
}
