import { FORBIDDEN } from './forbidden.ts';
import type { Forbidden, Unauthorized } from './refusal.ts';
import { UNAUTHORIZED } from './unauthorized.ts';

/**
 * Every reason for which the authorizer of the Partner API refuses a call. Authorizer, log, explanation, usage figures, OpenAPI
 * and hub are made from it. Texts go into response bodies by plain substitution: no quotation mark, no backslash.
 */
export const REFUSALS = { ...FORBIDDEN, ...UNAUTHORIZED } satisfies Readonly<Record<string, Forbidden | Unauthorized>>;

/** Code of a 403. */
export type RefusalCode = keyof typeof FORBIDDEN;
/** Reason of a 401. Callers do not see it. */
export type UnauthorizedReason = keyof typeof UNAUTHORIZED;
export type RefusalReason = keyof typeof REFUSALS;

export function isRefusalReason(text: string): text is RefusalReason {
  return Object.hasOwn(REFUSALS, text);
}

export function isUnauthorizedReason(reason: RefusalReason): reason is UnauthorizedReason {
  return Object.hasOwn(UNAUTHORIZED, reason);
}
