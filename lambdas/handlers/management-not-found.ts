import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEMS } from '../contract/problems.ts';
import { problemResponse } from '../http/management-api/responses.ts';

/** Everything under the Management API that is no route of it. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return problemResponse('not_found', event.requestContext.extendedRequestId ?? 'unknown', {
    detail: PROBLEMS.not_found.gatewayDetail,
  });
}
