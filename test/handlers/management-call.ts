import { expect } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import { managementContext } from '../../lambdas/http/management-api/management-caller.ts';
import type { HttpResponse } from '../../tools/client/http.ts';
import { expectDocumented } from '../support/openapi-response.ts';
import { ACTOR } from './records-of-a-partner.ts';

export const REQUEST_ID = 'JKJ_gHExampleA=';

export interface ManagementRequest {
  readonly method?: string;
  /** Below `/management/v1`, as the API description has it: `/api-keys/{key_id}`. */
  readonly route: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text or bytes are sent as they are. */
  readonly body?: unknown;
  readonly actor?: Actor;
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => unknown;

/** Every response carries these, whatever became of the call. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Calls a function of the Management API as API Gateway does, and holds its response to the API description. */
export async function managementCall(handler: Handler, request: ManagementRequest): Promise<HttpResponse> {
  const { method = 'GET', route, parameters = {}, query = {}, actor = ACTOR } = request;
  const event = {
    httpMethod: method,
    resource: `/management/v1${route}`,
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    queryStringParameters: Object.keys(query).length === 0 ? null : query,
    headers: request.headers ?? {},
    multiValueHeaders: null,
    body: bodyOf(request.body),
    isBase64Encoded: request.body !== undefined,
    requestContext: { extendedRequestId: REQUEST_ID, authorizer: managementContext(actor) },
  } as unknown as APIGatewayProxyEvent;
  const response = responseOf((await handler(event, {} as Context)) as APIGatewayProxyResult);
  expect(response.headers).toMatchObject(HEADERS);
  if (response.status >= 400) expect(response.json).toMatchObject({ status: response.status, request_id: REQUEST_ID });
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  expectDocumented('management', method, `/management/v1${path}`, response);
  return response;
}

/** As tests compare it with: status, code, and the members that a problem has beyond its texts. */
export function problem({ status, headers, json }: HttpResponse): object {
  const { type, title, status: _, detail, request_id, ...members } = json;
  const wait = headers['retry-after'];
  return { status, ...members, ...(wait === undefined ? {} : { retryAfter: wait }) };
}

export function responseOf({ statusCode, headers = {}, body }: APIGatewayProxyResult): HttpResponse {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return { status: statusCode, headers: Object.fromEntries(lowerCase), rawHeaders: [], body, json: parsed(body) };
}

/** The gateway hands every body over in base64. */
function bodyOf(body: unknown): string | null {
  if (body === undefined) return null;
  return Buffer.from(isRaw(body) ? body : JSON.stringify(body)).toString('base64');
}

function isRaw(body: unknown): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
