import type { APIGatewayProxyResult } from 'aws-lambda';

const HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };

export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) };
}

export interface PartnerApiError {
  readonly statusCode: number;
  readonly code: string;
  /** One sentence: what is wrong and what to do. */
  readonly message: string;
  readonly requestId: string;
  readonly retryAfterSeconds?: number;
}

/** The envelope of the Partner API with the fields that its clients are known to read, all at once. */
export function errorResponse(error: PartnerApiError): APIGatewayProxyResult {
  const { statusCode, code, message, requestId, retryAfterSeconds } = error;
  const response = jsonResponse(statusCode, {
    meta: { success: false, http_code: statusCode, developer_message: message, error_data: { code } },
    error: code,
    error_description: message,
    message,
    request_id: requestId,
  });
  if (retryAfterSeconds === undefined) return response;
  return { ...response, headers: { ...response.headers, 'Retry-After': String(retryAfterSeconds) } };
}
