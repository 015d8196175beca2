import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type HeaderList, headerListOf, headerValue } from '../servers/header-list.ts';
import type { ApiDefinition } from '../template/application.ts';
import { withForwardedHeaders } from './forwarded-headers.ts';
import type { RouteMatch } from './router.ts';
import { queryPairs, type ValueMaps, valueMaps } from './value-maps.ts';

/** One call on its way through the gateway. Each step sets the mutable properties that it determines. */
export interface Call {
  readonly api: ApiDefinition;
  /** The client's, if it sent a UUID as x-amzn-RequestId. */
  readonly requestId: string;
  /** Random; a client cannot influence it. */
  readonly extendedRequestId: string;
  readonly receivedAt: number;
  readonly httpMethod: string;
  /** As sent: still encoded, without the query. */
  readonly path: string;
  readonly rawQuery: string;
  readonly protocol: string;
  /** With the X-Forwarded headers of the gateway. */
  readonly headers: HeaderList;
  readonly query: ValueMaps;
  readonly sourceIp: string;
  match: RouteMatch | null;
  authorizer: AuthorizerOutput | null;
  authorizerLatencyMs: number | null;
  authorizerError: string | null;
  integrationLatencyMs: number | null;
  integrationStatus: number | null;
  error: GatewayError | null;
  status: number | null;
  responseLength: number;
}

export interface AuthorizerOutput {
  readonly principalId: string;
  /** All values as text, as integrations and logs see them. */
  readonly context: Readonly<Record<string, string>>;
}

/** An error that the gateway responds to itself. */
export interface GatewayError {
  /** Gateway response type, such as ACCESS_DENIED. */
  readonly responseType: string;
  readonly message: string;
  /** Only if it differs from the default status of the type. */
  readonly statusCode?: number;
}

/** Creates the call for a request; nothing is decided yet. */
export function createCall(api: ApiDefinition, request: IncomingMessage): Call {
  // The target may be an absolute URL, of which the gateway uses the path.
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const queryStart = target.indexOf('?');
  const path = queryStart < 0 ? target : target.slice(0, queryStart);
  const rawQuery = queryStart < 0 ? '' : target.slice(queryStart + 1);
  const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const headers = headerListOf(request.rawHeaders);
  return {
    api,
    requestId: requestIdOf(headers),
    extendedRequestId: `${randomBytes(11).toString('base64url')}=`,
    receivedAt: Date.now(),
    httpMethod: request.method ?? 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    rawQuery,
    protocol: `HTTP/${request.httpVersion}`,
    headers: withForwardedHeaders(headers, sourceIp),
    query: valueMaps(queryPairs(rawQuery)),
    sourceIp,
    match: null,
    authorizer: null,
    authorizerLatencyMs: null,
    authorizerError: null,
    integrationLatencyMs: null,
    integrationStatus: null,
    error: null,
    status: null,
    responseLength: 0,
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html: clients can override it with a UUID. */
function requestIdOf(headers: HeaderList): string {
  const chosen = headerValue(headers, 'x-amzn-requestid');
  if (chosen === undefined) return randomUUID();
  return UUID.test(chosen) ? chosen : `${randomUUID()}_REPLACED_INVALID_REQUEST_ID`;
}
