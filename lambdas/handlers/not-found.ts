import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { errorResponse } from '../http/partner-api/partner-api-response.ts';

/** Everything under the Partner API that is no route of it. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return errorResponse({
    statusCode: 404,
    code: 'not_found',
    message: 'There is nothing at this path for this method: check both against the API documentation.',
    requestId: event.requestContext.extendedRequestId ?? 'unknown',
  });
}
