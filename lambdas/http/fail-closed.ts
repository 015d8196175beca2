import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { errorFields, log } from './log.ts';

/** The one message that API Gateway turns into 401. Every other error is answered 503. */
export const UNAUTHORIZED_MESSAGE = 'Unauthorized';

/**
 * Logs what broke and lets the error go on, so that the gateway refuses. It must never turn an error into a response:
 * that would destroy the 401, or worse.
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
