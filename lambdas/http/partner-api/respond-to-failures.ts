import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorFields, log } from '../log.ts';
import { errorResponse } from './partner-api-response.ts';

const RETRY_AFTER_SECONDS = 5;

/** Answers what a handler of the Partner API throws, which is always a fault of ours or of a dependency. */
export function answerFailures(): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const answerFailuresOnError: NonNullable<MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>['onError']> = (
    request,
  ) => {
    const requestId = request.event.requestContext?.extendedRequestId ?? 'unknown';
    log('error', 'request_failed', { request_id: requestId, ...errorFields(request.error) });
    request.response = errorResponse(
      request.error?.name === 'DependencyError'
        ? {
            statusCode: 503,
            code: 'temporarily_unavailable',
            message: 'A service that this call depends on is not available at the moment: try again in a few seconds.',
            requestId,
            retryAfterSeconds: RETRY_AFTER_SECONDS,
          }
        : {
            statusCode: 500,
            code: 'internal_error',
            message: 'Something went wrong on our side: try again, and tell support the request_id if it persists.',
            requestId,
          },
    );
  };
  return { onError: answerFailuresOnError };
}
