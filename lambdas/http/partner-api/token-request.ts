import type { APIGatewayProxyEvent } from 'aws-lambda';
import { z } from 'zod/mini';
import { ERRORS } from '../../contract/errors.ts';
import { EMAIL_ADDRESS, MAX_EMAIL_LENGTH } from '../../domain/model/email-address.ts';

/** The OpenAPI description is generated from this schema. */
export const tokenRequest = z.object({
  // A user pool takes an account's subject, too: it would have attempts of its own to guess the password.
  username: z.email({ pattern: EMAIL_ADDRESS }).check(z.maxLength(MAX_EMAIL_LENGTH), z.describe('E-mail address.')),
  password: z.string().check(z.minLength(1), z.maxLength(1024)),
});

export type TokenRequest = z.infer<typeof tokenRequest>;

const MAX_BODY_BYTES = 16 * 1024;
const INVALID_REQUEST = ERRORS.invalid_request;

/**
 * Parses `username` and `password` from a JSON or form-encoded body; `detail` says what to change if that fails. Without a
 * Content-Type, which some clients omit, the body is parsed as JSON first, then as a form.
 */
export function parseTokenRequest(
  event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>,
  contentType: string,
): { readonly request: TokenRequest } | { readonly detail: string } {
  const body = bodyOf(event);
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) return { detail: INVALID_REQUEST.otherTexts.tooLarge };
  const fields = fieldsOf(body, contentType);
  if (fields === null) return { detail: INVALID_REQUEST.otherTexts.unreadable };
  const parsed = tokenRequest.safeParse(fields);
  if (!parsed.success) return { detail: INVALID_REQUEST.text };
  return { request: parsed.data };
}

function bodyOf({ body, isBase64Encoded }: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

function fieldsOf(body: string, contentType: string): unknown {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (mediaType === 'application/x-www-form-urlencoded') return formFields(body);
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) return json(body);
  return json(body) ?? formFields(body);
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Returns null if a field occurs twice: it is unknown which one is meant. */
function formFields(body: string): Record<string, string> | null {
  const parameters = [...new URLSearchParams(body)];
  const fields = Object.fromEntries(parameters);
  return Object.keys(fields).length === parameters.length ? fields : null;
}
