import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorResponse } from '../http/partner-api/partner-api-response.ts';

/** Everything under the Partner API that is no route of it. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return errorResponse('not_found', event.requestContext.extendedRequestId ?? 'unknown');
}
