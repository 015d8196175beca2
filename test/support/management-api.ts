import { expect } from '@jest/globals';
import { type Header, type HttpRequest, type HttpResponse, sendRequest } from '../../tools/client/http.ts';
import { hub } from './hub.ts';
import { runInfo } from './local-run.ts';
import { expectDocumented } from './openapi-response.ts';

export const BASE = '/management/v1';
const JSON_TYPE: Header = ['Content-Type', 'application/json'];

export interface ManagementCall {
  readonly method?: string;
  /** Below `/management/v1`. */
  readonly path: string;
  /** null sends no Authorization. */
  readonly token: string | null;
  /** Sent as JSON; a string or bytes as they are. */
  readonly body?: unknown;
  readonly headers?: readonly Header[];
}

/** Calls through the hub. Every answer is held to the OpenAPI description. */
export async function callManagement(call: ManagementCall): Promise<HttpResponse> {
  const response = checked(call, await sendRequest(hub, requestOf(call)));
  expect(response.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
  return response;
}

/** Calls the Management API itself, without the hub's origin header unless `headers` has it. */
export async function callBehindHub(call: ManagementCall): Promise<HttpResponse> {
  return checked(call, await sendRequest(runInfo().management_api_endpoint, requestOf(call)));
}

/** The calls of somebody who has signed in. */
export interface Management {
  get(path: string): Promise<HttpResponse>;
  post(path: string, body: unknown): Promise<HttpResponse>;
  put(path: string, body: unknown): Promise<HttpResponse>;
  patch(path: string, body: unknown): Promise<HttpResponse>;
  delete(path: string): Promise<HttpResponse>;
}

export function managementAs({ idToken }: { readonly idToken: string }): Management {
  const call = (method: string) => (path: string, body?: unknown) =>
    callManagement({ method, path, token: idToken, ...(body !== undefined && { body }) });
  return { get: call('GET'), post: call('POST'), put: call('PUT'), patch: call('PATCH'), delete: call('DELETE') };
}

/** The answer, if it has this status; else a failure that shows the body. */
export function expectStatus(response: HttpResponse, status: number): HttpResponse {
  expect({ status: response.status, body: response.body }).toMatchObject({ status });
  return response;
}

function requestOf({ method = 'GET', path, token, body, headers = [] }: ManagementCall): HttpRequest {
  const authorization: Header[] = token === null ? [] : [['Authorization', `Bearer ${token}`]];
  const type = body === undefined || headers.some(([name]) => name.toLowerCase() === 'content-type') ? [] : [JSON_TYPE];
  return {
    method,
    path: `${BASE}${path}`,
    headers: [...authorization, ...type, ...headers],
    ...(body !== undefined && {
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    }),
  };
}

function checked({ method = 'GET', path }: ManagementCall, response: HttpResponse): HttpResponse {
  expectDocumented('management', method, `${BASE}${path}`, response);
  expectSecureHeaders(response);
  return response;
}

/** Answers of functions and of the gateway alike: nothing is cached, sniffed or sent on. */
function expectSecureHeaders({ status, headers }: HttpResponse): void {
  expect({ status, ...headers }).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'referrer-policy': 'no-referrer',
  });
}
