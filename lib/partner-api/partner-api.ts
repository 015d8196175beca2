import { CfnClientCertificate, type IAuthorizer, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, type IDependable } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import type { Records } from '../records/records.ts';
import { PARTNER_API_ACCESS_LOG_FORMAT } from '../rest-api/access-log-format.ts';
import { functionIntegration } from '../rest-api/function-integration.ts';
import { GatewayResponses } from '../rest-api/gateway-responses.ts';
import { createRegionalApi } from '../rest-api/regional-api.ts';
import { TokenClient } from '../sign-in/token-client.ts';
import { PARTNER_API_RESPONSES, partnerApiBody } from './partner-api-responses.ts';
import { addPartnerApiRoutes } from './partner-api-routes.ts';
import { createPartnerFunctions } from './partner-functions.ts';

export interface PartnerApiProps {
  readonly configuration: Configuration;
  readonly functionsDirectory: string;
  readonly records: Records;
  readonly authorizer: IAuthorizer;
  /** Base URL of the Partner Hub, which responses point to. */
  readonly hubUrl: string;
}

/** The gateway in front of the upstream, and the functions of its own routes. */
export class PartnerApi extends Construct {
  readonly api: RestApi;
  readonly accessLogs: ILogGroup;
  /** ID of the certificate that the gateway shows to the upstream. */
  readonly clientCertificateId: string;
  /** Base URL of the contract's routes, without a trailing slash. */
  readonly url: string;
  /** App client of `POST /token`. */
  readonly tokenClientId: string;
  /** The account's role for API Gateway logs, where this API brings it. */
  readonly logRole: IDependable | null;

  constructor(scope: Construct, id: string, props: PartnerApiProps) {
    super(scope, id);
    const { stage, upstreamUrl, throttleRateLimit, throttleBurstLimit, customDomain, manageApiGatewayLogRole } =
      props.configuration;
    // The upstream demands it, so that nobody gets around the gateway.
    const clientCertificate = new CfnClientCertificate(this, 'ClientCertificate', {
      description: `Partner API gateway, stage ${stage}, towards the upstream`,
    });
    this.clientCertificateId = props.configuration.clientCertificateId ?? clientCertificate.ref;
    const { api, accessLogs } = createRegionalApi(this, {
      name: `partner-api-${stage}`,
      description: 'Partner API: API keys and legacy tokens in front of the upstream',
      stage,
      throttlingRateLimit: throttleRateLimit,
      throttlingBurstLimit: throttleBurstLimit,
      accessLogFormat: PARTNER_API_ACCESS_LOG_FORMAT,
      manageLogRole: manageApiGatewayLogRole,
      clientCertificateId: this.clientCertificateId,
    });
    this.api = api;
    this.accessLogs = accessLogs;
    this.logRole = this.api.node.tryFindChild('Account') ?? null;
    new GatewayResponses(this, 'GatewayResponses', {
      api: this.api,
      responses: PARTNER_API_RESPONSES,
      bodyOf: partnerApiBody,
    });
    const { functionsDirectory, records, hubUrl } = props;
    // In the stack, not in here: their logical IDs are a contract.
    const { clientId: tokenClientId } = new TokenClient(scope, 'TokenClient', { userPool: records.userPool });
    this.tokenClientId = tokenClientId;
    const functions = createPartnerFunctions(scope, {
      configuration: props.configuration,
      functionsDirectory,
      records,
      tokenClientId,
      hubUrl,
    });
    addPartnerApiRoutes(this.api, {
      upstreamUrl,
      authorizer: props.authorizer,
      token: functionIntegration(this.api, functions.token),
      whoami: functionIntegration(this.api, functions.whoami),
      notFound: functionIntegration(this.api, functions.notFound),
    });
    this.url = customDomain === null ? this.api.urlForPath('/api/v2') : `https://${customDomain.domainName}/api/v2`;
  }
}
