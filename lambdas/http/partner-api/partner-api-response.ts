import type { APIGatewayProxyResult } from 'aws-lambda';
import { ERRORS, PARTNER_API_CODES, type PartnerApiCode } from '../../contract/errors.ts';
import { RESPONSE_HEADERS } from '../../contract/response-headers.ts';
import type { FailureCode } from '../respond-to-failures.ts';

const HEADERS = { ...RESPONSE_HEADERS, 'Content-Type': 'application/json' };

export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) };
}

export interface ErrorDetails {
  /** Replaces the text of the code. */
  readonly text?: string;
  readonly retryAfterSeconds?: number;
}

/** Returns an error with the fields of every form that the Partner API's clients are known to read. */
export function errorResponse(
  code: PartnerApiCode,
  requestId: string,
  { text = PARTNER_API_CODES[code].text, retryAfterSeconds }: ErrorDetails = {},
): APIGatewayProxyResult {
  const { status } = PARTNER_API_CODES[code];
  const body = {
    meta: { success: false, http_code: status, developer_message: text, error_data: { code } },
    error: code,
    error_description: text,
    message: text,
    request_id: requestId,
  };
  return jsonResponse(
    status,
    body,
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  );
}

/** Responds to an error that a handler throws. */
export function failureResponse(code: FailureCode, requestId: string): APIGatewayProxyResult {
  const text = ERRORS[code].otherTexts.function;
  return errorResponse(
    code,
    requestId,
    code === 'temporarily_unavailable' ? { text, retryAfterSeconds: ERRORS[code].retryAfterSeconds } : { text },
  );
}
