import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { z } from 'zod/mini';
import type { FieldError } from './responses.ts';

const MAX_BODY_BYTES = 16 * 1024;

export type Parsed<T> =
  | { readonly value: T }
  | { readonly problem: 'request_too_large' }
  | { readonly problem: 'invalid_request'; readonly errors: readonly FieldError[] };

/** The form of a field's name, which no credential of ours has: responses end up in clients' logs. */
const REPEATABLE_NAME = /^[A-Za-z_]{1,32}$/;

type Schema<T> = z.ZodMiniType<T>;

/** Parses the body as JSON; returns every invalid field if it does not match the schema. */
export function parseBody<T>(
  schema: Schema<T>,
  event: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'>,
): Parsed<T> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) return { problem: 'request_too_large' };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { problem: 'invalid_request', errors: [{ pointer: '', detail: 'Must be a JSON object in UTF-8.' }] };
  }
  return parseValue(schema, value);
}

export function parseValue<T>(schema: Schema<T>, value: unknown): Parsed<T> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return { value: data as T };
  return { problem: 'invalid_request', errors: error.issues.flatMap((issue) => fieldErrorsOf(issue, value)) };
}

function fieldErrorsOf(issue: z.core.$ZodIssue, value: unknown): FieldError[] {
  const pointer = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      REPEATABLE_NAME.test(key)
        ? { pointer: `${pointer}${pointerOf([key])}`, detail: 'Is no known field: remove it.' }
        : { pointer, detail: 'Has an unknown field: remove it.' },
    );
  }
  if (valueAt(value, issue.path) === undefined) return [{ pointer, detail: 'Is missing.' }];
  if (issue.code === 'invalid_type' && issue.expected === 'object')
    return [{ pointer, detail: 'Must be a JSON object.' }];
  return [{ pointer, detail: issue.message }];
}

/** Returns a JSON Pointer (RFC 6901). No name that gets here has a character to be escaped. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part)}`).join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined),
    value,
  );
}
