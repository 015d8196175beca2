import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApiDefinition } from '../template/application.ts';
import { type HeaderList, headerListOf, withForwardedHeaders } from './header-list.ts';
import type { RouteMatch } from './router.ts';
import { queryPairs, type ValueMaps, valueMaps } from './value-maps.ts';

/** One call on its way through the gateway. What is mutable is filled in by the step that finds it out. */
export interface Call {
  readonly api: ApiDefinition;
  readonly requestId: string;
  /** Random; no header of a client has an influence on it. */
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
  /** Stringified, as everybody behind the authorizer sees them. */
  readonly context: Readonly<Record<string, string>>;
}

/** An answer that the gateway makes itself. */
export interface GatewayError {
  /** Gateway response type, such as ACCESS_DENIED. */
  readonly responseType: string;
  readonly message: string;
  /** Only where it is not the one of the type. */
  readonly statusCode?: number;
}

export function createCall(api: ApiDefinition, request: IncomingMessage): Call {
  // A target can also be a whole address; the gateway sees its path only.
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const queryStart = target.indexOf('?');
  const path = queryStart < 0 ? target : target.slice(0, queryStart);
  const rawQuery = queryStart < 0 ? '' : target.slice(queryStart + 1);
  const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return {
    api,
    requestId: randomUUID(),
    extendedRequestId: `${randomBytes(11).toString('base64url')}=`,
    receivedAt: Date.now(),
    httpMethod: request.method ?? 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    rawQuery,
    protocol: `HTTP/${request.httpVersion}`,
    headers: withForwardedHeaders(headerListOf(request.rawHeaders), sourceIp),
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
