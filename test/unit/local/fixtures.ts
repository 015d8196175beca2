import type { IncomingMessage } from 'node:http';
import { type Call, createCall } from '../../../local/gateway/call.ts';
import { createRouter } from '../../../local/gateway/router.ts';
import type {
  ApiDefinition,
  GatewayResponseDefinition,
  HttpIntegration,
  RouteDefinition,
} from '../../../local/template/application.ts';

export const UPSTREAM: HttpIntegration = {
  type: 'HTTP_PROXY',
  httpMethod: 'ANY',
  uri: 'https://upstream.example/v2/{partner_id}/{proxy}',
  parameters: [
    { location: 'path', name: 'partner_id', source: { from: 'context', name: 'authorizer.partner_id' } },
    { location: 'path', name: 'proxy', source: { from: 'path', name: 'proxy' } },
    { location: 'header', name: 'x-partner-id', source: { from: 'context', name: 'authorizer.partner_id' } },
    { location: 'header', name: 'x-absent', source: { from: 'context', name: 'authorizer.absent' } },
    { location: 'header', name: 'x-api-key', source: { from: 'literal', value: 'redacted' } },
  ],
  timeoutMs: 29_000,
};

const ROUTE: RouteDefinition = {
  resourceId: 'abc123',
  resourcePath: '/partners/{partner_id}/{proxy+}',
  httpMethod: 'ANY',
  authorizer: { name: 'authorizer', functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:authorizer' },
  integration: UPSTREAM,
};

export function apiWith(gatewayResponses: Record<string, GatewayResponseDefinition> = {}): ApiDefinition {
  return {
    id: 'abcdefghij',
    name: 'partner-api',
    region: 'eu-central-1',
    accountId: '000000000000',
    stage: 'live',
    deploymentId: 'dep123',
    routes: [ROUTE],
    gatewayResponses: new Map(Object.entries(gatewayResponses)),
    accessLogFormat: null,
    accessLogGroup: null,
  };
}

/** Returns a call after routing. */
export function callOf(method: string, url: string, rawHeaders: string[] = [], api = apiWith()): Call {
  const request = { method, url, rawHeaders, httpVersion: '1.1', socket: { remoteAddress: '::ffff:192.0.2.7' } };
  const call = createCall(api, request as unknown as IncomingMessage);
  call.match = createRouter(api.routes)(call.httpMethod, call.path);
  return call;
}
