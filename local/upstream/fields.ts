import { RequestError } from './envelope.ts';
import type { JsonObject } from './request-body.ts';

/** Undefined when the caller leaves the field as it is, null when it clears it. */
export function optionalUrl(input: JsonObject, name: string): string | null | undefined {
  const value = input[name];
  if (value === undefined || value === null) return value;
  if (typeof value !== 'string' || !/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw new RequestError(400, `${name} must be an http or https URL, or null.`);
  }
  return value;
}

export function requiredText(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value !== 'string' || value.trim() === '') throw new RequestError(400, `${name} must be a text.`);
  return value;
}

export function requiredList(input: JsonObject, name: string): readonly unknown[] {
  const value = input[name];
  if (!Array.isArray(value) || value.length === 0) throw new RequestError(400, `${name} must be a list with entries.`);
  return value;
}
