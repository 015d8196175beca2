import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { errorFields, log } from './log.ts';

/** API Gateway responds with 401 to this message, and with 503 to every other error. */
export const UNAUTHORIZED_MESSAGE = 'Unauthorized';

/**
 * Logs an error and throws, so that the gateway refuses the call. It must never turn an error into a response: that would hide
 * the 401, or let the call through.
 */
export function failClosed(): MiddlewareObj<APIGatewayRequestAuthorizerEvent> {
  const failClosedOnError: NonNullable<MiddlewareObj<APIGatewayRequestAuthorizerEvent>['onError']> = ({
    event,
    error,
  }) => {
    if (error?.message === UNAUTHORIZED_MESSAGE) return;
    log('error', 'check_failed', {
      request_id: event.requestContext?.extendedRequestId ?? null,
      source_ip: event.requestContext?.identity?.sourceIp ?? null,
      ...errorFields(error),
    });
    throw new Error('The check failed.');
  };
  return { onError: failClosedOnError };
}
