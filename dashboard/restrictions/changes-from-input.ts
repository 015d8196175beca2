import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { KeyChanges, NewApiKey } from '../api/management-api.ts';
import { knownScopes, sameScopes, scopesOf } from './access-input.ts';
import { type AddedEntries, addEntries } from './allowlist-input.ts';
import { type ExpiryInput, latestExpiry, parseExpiry } from './expiry-input.ts';
import { sameTexts } from './key-changes.ts';
import type { RestrictionsInput } from './restrictions-input.ts';

export interface RestrictionsErrors {
  readonly access?: string;
  readonly expiry?: string;
  /** Some typed entry is invalid. */
  readonly allowlist?: true;
}

export type Validated<T> =
  /** `added` includes what was still in the text field. */
  | { readonly value: T; readonly added: AddedEntries }
  | { readonly errors: RestrictionsErrors; readonly added: AddedEntries };

const NOTHING_CHOSEN = 'Choose what the key may do: at least one resource to read or write.';

/** Returns the new key's restrictions; the API sets what is left out. */
export function newRestrictionsFrom(
  input: RestrictionsInput,
  maxDays: number | null,
  now: number,
): Validated<Omit<NewApiKey, 'name'>> {
  const scopes = scopesOf(input.access);
  const added = addEntries(input.allowlist.entries, input.allowlist.pending);
  const expiry = input.expiry.kind === 'open' ? null : parseExpiry(input.expiry.date, latestExpiry(maxDays, now), now);
  const errors = errorsOf(scopes, added, expiry !== null && 'error' in expiry ? expiry.error : null);
  if (errors !== null) return { errors, added };
  return {
    value: {
      scopes,
      allowed_ips: [...added.entries],
      ...(expiry !== null && 'at' in expiry ? { expires_at: new Date(expiry.at).toISOString() } : {}),
    },
    added,
  };
}

/**
 * Returns the changes of a key.
 *
 * @param initial - the form's initial values: what is untouched is not sent, so that other tabs' changes stay
 */
export function keyChangesFrom(
  input: RestrictionsInput,
  initial: RestrictionsInput,
  key: ApiKey,
  maxDays: number | null,
  now: number,
): Validated<KeyChanges> {
  const scopes = scopesOf(input.access);
  const added = addEntries(input.allowlist.entries, input.allowlist.pending);
  const untouched = isSameExpiry(input.expiry, initial.expiry);
  const expiry =
    untouched || input.expiry.kind === 'open'
      ? null
      : parseExpiry(input.expiry.date, latestExpiryOf(key, maxDays, now), now);
  const errors = errorsOf(scopes, added, expiry !== null && 'error' in expiry ? expiry.error : null);
  if (errors !== null) return { errors, added };
  const before = knownScopes(key.scopes);
  const sameAccess = JSON.stringify(scopesOf(initial.access)) === JSON.stringify(scopes) || sameScopes(before, scopes);
  return {
    value: {
      ...(sameAccess ? {} : { scopes }),
      ...(sameTexts(initial.allowlist.entries, added.entries) ? {} : { allowed_ips: [...added.entries] }),
      ...(untouched
        ? {}
        : { expires_at: expiry !== null && 'at' in expiry ? new Date(expiry.at).toISOString() : null }),
    },
    added,
  };
}

export function isSameExpiry(left: ExpiryInput, right: ExpiryInput): boolean {
  return left.kind === right.kind && (left.kind === 'open' || left.date === right.date);
}

/** The expiry of a replaced key can only be brought forward. */
export function latestExpiryOf({ rotated_to, expires_at }: ApiKey, maxDays: number | null, now: number): number | null {
  const latest = latestExpiry(maxDays, now);
  if (rotated_to === null || expires_at === null) return latest;
  return Math.min(Date.parse(expires_at), latest ?? Number.POSITIVE_INFINITY);
}

function errorsOf(scopes: readonly string[], added: AddedEntries, expiry: string | null): RestrictionsErrors | null {
  const errors: RestrictionsErrors = {
    ...(scopes.length === 0 ? { access: NOTHING_CHOSEN } : {}),
    ...(added.errors.length > 0 ? { allowlist: true } : {}),
    ...(expiry === null ? {} : { expiry }),
  };
  return Object.keys(errors).length === 0 ? null : errors;
}
