import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEMS } from '../contract/problems.ts';
import { problemResponse } from '../http/management-api/responses.ts';

/** Responds to all paths below the Management API that are not routes. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return problemResponse('not_found', event.requestContext.extendedRequestId ?? 'unknown', {
    detail: PROBLEMS.not_found.gatewayDetail,
  });
}
