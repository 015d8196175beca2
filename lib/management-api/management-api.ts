import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { MANAGEMENT_API_ACCESS_LOG_FORMAT } from '../rest-api/access-log-format.ts';
import { GatewayResponses } from '../rest-api/gateway-responses.ts';
import { createRegionalApi } from '../rest-api/regional-api.ts';
import { MANAGEMENT_API_HEADERS, MANAGEMENT_API_RESPONSES, problemBody } from './management-api-responses.ts';

export interface ManagementApiProps {
  readonly stage: string;
}

/**
 * The gateway that the hub's pages call. Its routes are added later: its authorizer needs the client of the hub, whose
 * distribution needs this API.
 */
export class ManagementApi extends Construct {
  readonly api: RestApi;
  readonly accessLogs: ILogGroup;
  /** Host name of the API's endpoint. */
  readonly domainName: string;

  constructor(scope: Construct, id: string, { stage }: ManagementApiProps) {
    super(scope, id);
    const { api, accessLogs } = createRegionalApi(this, {
      name: `management-api-${stage}`,
      description: 'Management API: what the pages of the Partner Hub call',
      stage,
      // People and their browsers. The account's limit is shared, and partners' systems come first.
      throttlingRateLimit: 50,
      throttlingBurstLimit: 100,
      accessLogFormat: MANAGEMENT_API_ACCESS_LOG_FORMAT,
    });
    this.api = api;
    this.accessLogs = accessLogs;
    new GatewayResponses(this, 'GatewayResponses', {
      api: this.api,
      responses: MANAGEMENT_API_RESPONSES,
      bodyOf: problemBody,
      headers: MANAGEMENT_API_HEADERS,
    });
    const { region, urlSuffix } = this.api.stack;
    this.domainName = `${this.api.restApiId}.execute-api.${region}.${urlSuffix}`;
  }
}
