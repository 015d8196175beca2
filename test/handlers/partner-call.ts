import { expect } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { HttpResponse } from '../../tools/client/http.ts';
import { expectDocumented } from '../support/openapi-response.ts';
import { REQUEST_ID, responseOf } from './management-call.ts';

export interface PartnerRequest {
  readonly method?: string;
  /** Below `/api/v2`. */
  readonly route: string;
  readonly contentType?: string;
  readonly body?: string;
  /** Beside the content type. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The gateway's peer. @default 203.0.113.9 */
  readonly sourceIp?: string;
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => unknown;

/** Calls a function of the Partner API as API Gateway does, and holds its response to the API description. */
export async function partnerCall(handler: Handler, request: PartnerRequest): Promise<HttpResponse> {
  const { method = 'GET', route, contentType, body, headers = {}, sourceIp = '203.0.113.9', authorizer } = request;
  const event = {
    httpMethod: method,
    resource: `/api/v2${route}`,
    headers: { ...headers, ...(contentType !== undefined && { 'Content-Type': contentType }) },
    multiValueHeaders: null,
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
    requestContext: { extendedRequestId: REQUEST_ID, identity: { sourceIp }, authorizer },
  } as unknown as APIGatewayProxyEvent;
  const response = responseOf((await handler(event, {} as Context)) as APIGatewayProxyResult);
  expect(response.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'content-type': 'application/json',
  });
  expectDocumented('partner', method, `/api/v2${route}`, response);
  return response;
}

/** The envelope with all the fields that clients are known to read, which say the same. */
export function envelope(status: number, code: string, message: string = expect.any(String) as never): object {
  return {
    meta: { success: false, http_code: status, developer_message: message, error_data: { code } },
    error: code,
    error_description: message,
    message,
    request_id: REQUEST_ID,
  };
}
