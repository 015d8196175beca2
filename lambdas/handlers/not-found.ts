import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorResponse } from '../http/partner-api/partner-api-response.ts';

/** Responds to all paths below the Partner API that are not routes. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return errorResponse('not_found', event.requestContext.extendedRequestId ?? 'unknown');
}
