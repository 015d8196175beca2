import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { headerListOf, without } from '../servers/header-list.ts';
import { startLoopbackServer } from '../servers/loopback-server.ts';
import { readBody } from '../servers/read-body.ts';
import type { Caller } from './callers.ts';
import type { Denied } from './grants.ts';
import { isRecord, type Permissions, type PermissionsFor } from './permissions.ts';
import {
  accessDenied,
  errorResponse,
  type Protocol,
  type ServiceError,
  UNKNOWN_CALLER,
  UNKNOWN_OPERATION,
  UNSIGNED,
} from './service-errors.ts';

export interface ServiceGuardOptions {
  readonly protocol: Protocol;
  /** URL of the service. */
  readonly upstream: string;
  readonly permissionsFor: PermissionsFor;
  readonly findCaller: (accessKey: string) => Caller | null;
  readonly findDenied: (caller: Caller, permissions: Permissions) => Denied | null;
  readonly onRefusal: (caller: Caller | null, refusal: ServiceError) => void;
  /** Access key that the service sees: it does not know those of the functions. */
  readonly accessKey: string;
}

export interface ServiceGuard {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Signatures are not checked: everyone who can reach this port can also read the keys. */
const CREDENTIAL = /^(AWS4-HMAC-SHA256\s+Credential=)([^/\s]+)(\/.*)$/s;
const HOP_BY_HOP = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding', 'x-amz-security-token']);

/** Starts a proxy that forwards what the calling function's role allows. A failure of the service reaches the function unchanged. */
export async function startServiceGuard(options: ServiceGuardOptions): Promise<ServiceGuard> {
  const upstream = new URL(options.upstream);
  const secure = upstream.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  const basePath = upstream.pathname.replace(/\/$/, '');

  const forward = (incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
    const outgoing = send({
      agent,
      hostname: upstream.hostname.replace(/^\[|\]$/g, ''),
      port: upstream.port,
      method: incoming.method,
      path: `${basePath}${incoming.url}`,
      headers: [...headersFor(incoming.rawHeaders, options.accessKey), 'Host', upstream.host],
    });
    outgoing.on('response', (upstreamResponse) => {
      response.writeHead(upstreamResponse.statusCode ?? 502, endToEnd(upstreamResponse.rawHeaders));
      upstreamResponse.on('error', () => response.destroy()).pipe(response);
    });
    // No response: to the function it must look as if it had called the service itself.
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    outgoing.end(body);
  };

  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: (incoming, response) => {
      readBody(incoming).then(
        (body) => {
          const refusal = refusalOf(options, incoming, body);
          if (refusal === null) return forward(incoming, body, response);
          const { status, headers, body: error } = errorResponse(options.protocol, refusal);
          response.writeHead(status, headers).end(error);
        },
        // The function disconnected while sending: there is nobody to respond to.
        () => response.destroy(),
      );
    },
  });
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    close: async () => {
      await server.close();
      agent.destroy();
    },
  };
}

function refusalOf(options: ServiceGuardOptions, { method, url, headers }: IncomingMessage, body: Buffer) {
  const accessKey = CREDENTIAL.exec(headers.authorization ?? '')?.[2];
  const caller = accessKey === undefined ? null : options.findCaller(accessKey);
  const refusal = (): ServiceError | null => {
    if (accessKey === undefined) return UNSIGNED;
    if (caller === null) return UNKNOWN_CALLER;
    const permissions = options.permissionsFor({
      method: method ?? '',
      path: (url ?? '').split('?', 1)[0] ?? '',
      target: String(headers['x-amz-target'] ?? ''),
      input: jsonObject(body),
    });
    if (permissions === null) return UNKNOWN_OPERATION;
    const denied = options.findDenied(caller, permissions);
    return denied === null ? null : accessDenied(caller.functionName, caller.role, denied);
  };
  const found = refusal();
  if (found !== null) options.onRefusal(caller, found);
  return found;
}

function jsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** Replaces the access key, because some servers keep separate tables for each one. */
function headersFor(rawHeaders: readonly string[], accessKey: string): string[] {
  return endToEnd(rawHeaders).map((text, index) =>
    index % 2 === 1 ? text.replace(CREDENTIAL, `$1${accessKey}$3`) : text,
  );
}

function endToEnd(rawHeaders: readonly string[]): string[] {
  return without(headerListOf(rawHeaders), HOP_BY_HOP).flat();
}
