import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { DependencyError } from '../domain/base/dependency-error.ts';
import { errorFields, log } from './log.ts';

/** Codes of both APIs for a failed dependency and for an error in our own code. */
export type FailureCode = 'temporarily_unavailable' | 'internal_error';

type ToResponse = (code: FailureCode, requestId: string) => APIGatewayProxyResult;

/** Logs an error that a handler throws, and responds in the form of the API. */
export function respondToFailures(toResponse: ToResponse): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const respondOnError: NonNullable<MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>['onError']> = (
    request,
  ) => {
    const { event, error } = request;
    const requestId = event.requestContext?.extendedRequestId ?? 'unknown';
    log('error', 'request_failed', { request_id: requestId, ...errorFields(error) });
    request.response = toResponse(
      error instanceof DependencyError ? 'temporarily_unavailable' : 'internal_error',
      requestId,
    );
  };
  return { onError: respondOnError };
}
