import { PARTNER_API_ACCESS_LOG_FORMAT } from '../../lib/rest-api/access-log-format.ts';

/** Variables of API Gateway, by name without `$context.`; null for one that the call does not have. */
export type ContextVariables = Readonly<Record<string, string | number | null>>;

let requests = 0;

/** Of its own for each call. */
export function newRequestId(): string {
  requests += 1;
  return `${requests.toString(36).padStart(8, '0')}HEXAMPLE=`;
}

/** A line of the Partner API's access log as the deployed format makes it, of a call that an API key made unless said otherwise. */
export function accessLine(changes: ContextVariables = {}): string {
  const variables: ContextVariables = {
    extendedRequestId: newRequestId(),
    'authorizer.partner_id': 'demoPA',
    'authorizer.credential_type': 'api_key',
    'authorizer.credential_id': 'k3Jx81PqZr0B',
    'authorizer.code': 'allowed',
    'authorizer.method': 'GET',
    'authorizer.resource': 'clients',
    'authorizer.latency': 12,
    'identity.sourceIp': '203.0.113.7',
    resourcePath: '/api/v2/partners/{partner_id}/{proxy+}',
    status: 200,
    responseLength: 512,
    responseLatency: 40,
    integrationLatency: 25,
    requestTimeEpoch: Date.parse('2026-12-01T10:00:00.000Z'),
    ...changes,
  };
  return PARTNER_API_ACCESS_LOG_FORMAT.toString().replaceAll(/\$context\.([A-Za-z_.]+)/g, (_, name: string) =>
    String(variables[name] ?? '-'),
  );
}

/** What the access log has of a call that nobody can be said to have made. */
export const NOBODY: ContextVariables = {
  'authorizer.partner_id': null,
  'authorizer.credential_type': null,
  'authorizer.credential_id': null,
  'authorizer.code': null,
  'authorizer.method': null,
  'authorizer.resource': null,
};

/** A line of the authorizer's log, of a deleted key unless said otherwise. */
export function refusalLine(changes: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify({
    level: 'info',
    message: 'refused',
    time: '2026-12-01T10:00:00.000Z',
    request_id: newRequestId(),
    code: 'unauthorized',
    reason: 'api_key_deleted',
    partner_id: 'demoPA',
    credential_type: 'api_key',
    credential_id: 'k3Jx81PqZr0B',
    source_ip: '203.0.113.7',
    method: 'GET',
    path_partner_id: 'demoPA',
    required_scope: 'clients:read',
    ...changes,
  })}\n`;
}
