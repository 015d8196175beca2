import type { IncomingMessage } from 'node:http';
import type { Invoke } from '../functions/invocation.ts';
import { readLimitedBody } from '../servers/read-body.ts';
import type { FunctionIntegration } from '../template/application.ts';
import { judgeAuthorizerResult } from './authorizer-verdict.ts';
import type { Call, GatewayError } from './call.ts';
import { authorizerEvent, methodArnOf, proxyEvent } from './function-events.ts';
import { gatewayResponse } from './gateway-response.ts';
import type { HttpProxy } from './http-proxy.ts';
import type { HttpResponse } from './http-response.ts';
import { functionResponse } from './lambda-proxy.ts';
import type { Router } from './router.ts';

export interface GatewayParts {
  readonly router: Router;
  readonly invoke: Invoke;
  readonly httpProxy: HttpProxy;
}

const MAX_HEADER_BYTES = 10_240;
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** Lambda's limit for the whole event. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

const TOO_LARGE: GatewayError = { responseType: 'REQUEST_TOO_LARGE', message: 'Request Too Long' };

/** Handles a call from its first byte to the response: limits, route, authorizer, integration. */
export async function handleCall(call: Call, request: IncomingMessage, parts: GatewayParts): Promise<HttpResponse> {
  if (request.rawHeaders.reduce((sum, text) => sum + text.length, 0) > MAX_HEADER_BYTES) {
    return plainResponse(call, 431, 'Request Header Fields Too Large');
  }
  const body = await readLimitedBody(request, MAX_BODY_BYTES);
  // API Gateway responds before it looks at the API, so the template cannot change this response.
  if (body === null) return plainResponse(call, 413, TOO_LARGE.message);
  const outcome = await processCall(call, body, parts);
  if ('responseType' in outcome) {
    call.error = outcome;
    return gatewayResponse(call, outcome);
  }
  return outcome;
}

async function processCall(call: Call, body: Buffer, parts: GatewayParts): Promise<HttpResponse | GatewayError> {
  call.match = parts.router(call.httpMethod, call.path);
  if (call.match === null) {
    return { responseType: 'MISSING_AUTHENTICATION_TOKEN', message: 'Missing Authentication Token' };
  }
  const { authorizer, integration } = call.match.route;
  if (authorizer !== null) {
    const startedAt = performance.now();
    const result = await parts.invoke(authorizer.functionArn, authorizerEvent(call));
    call.authorizerLatencyMs = Math.round(performance.now() - startedAt);
    const { error, output, reason } = judgeAuthorizerResult(result, methodArnOf(call));
    call.authorizer = output;
    call.authorizerError = reason;
    if (error !== null) return error;
  }
  const startedAt = performance.now();
  const response =
    integration.type === 'AWS_PROXY'
      ? await callFunction(call, integration, body, parts)
      : await parts.httpProxy.forward(call, integration, body);
  call.integrationLatencyMs = Math.round(performance.now() - startedAt);
  return response;
}

async function callFunction(
  call: Call,
  { functionArn, timeoutMs }: FunctionIntegration,
  body: Buffer,
  { invoke }: GatewayParts,
): Promise<HttpResponse | GatewayError> {
  const event = proxyEvent(call, body);
  if (body.length > 0 && Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) return TOO_LARGE;
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  const result = await Promise.race([invoke(functionArn, event), timedOut]);
  clearTimeout(timer);
  if (result === null) return { responseType: 'INTEGRATION_TIMEOUT', message: 'Endpoint request timed out' };
  call.integrationStatus = result.kind === 'result' ? 200 : null;
  return functionResponse(result);
}

function plainResponse(call: Call, status: number, message: string): HttpResponse {
  call.error = { ...TOO_LARGE, message };
  return {
    status,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify({ message })),
  };
}
