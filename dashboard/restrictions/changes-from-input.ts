import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';
import type { KeyChanges, NewApiKey } from '../api/management-api.ts';
import { knownScopes, sameScopes, scopesOf } from './access-input.ts';
import { type AddedAddresses, addAddresses } from './allowlist-input.ts';
import { type EndInput, latestEnd, parseEnd } from './expiry-input.ts';
import { sameTexts } from './key-changes.ts';
import type { ControlsInput } from './restrictions-input.ts';

export interface ControlsFaults {
  readonly access?: string;
  readonly end?: string;
  /** Some entry of what was typed is none. */
  readonly addresses?: true;
}

export type Validated<T> =
  /** `added` is the list with what was still in its text field. */
  | { readonly value: T; readonly added: AddedAddresses }
  | { readonly faults: ControlsFaults; readonly added: AddedAddresses };

const NOTHING_CHOSEN = 'Choose what the key may do: at least one resource to read or write.';

/** What a new key is to be; what is not limited is left out, and the API sets it. */
export function newControlsFrom(
  input: ControlsInput,
  maxDays: number | null,
  now: number,
): Validated<Omit<NewApiKey, 'name'>> {
  const scopes = scopesOf(input.access);
  const added = addAddresses(input.addresses.entries, input.addresses.pending);
  const end = input.end.end === 'open' ? null : parseEnd(input.end.date, latestEnd(maxDays, now), now);
  const faults = faultsOf(scopes, added, end !== null && 'fault' in end ? end.fault : null);
  if (faults !== null) return { faults, added };
  return {
    value: {
      scopes,
      allowed_ips: [...added.entries],
      ...(end !== null && 'at' in end ? { expires_at: new Date(end.at).toISOString() } : {}),
    },
    added,
  };
}

/**
 * What of a key is to be different.
 *
 * @param initial - what the form began with: what was not touched is not changed, whoever else changes it meanwhile
 */
export function keyChangesFrom(
  input: ControlsInput,
  initial: ControlsInput,
  key: ApiKey,
  maxDays: number | null,
  now: number,
): Validated<KeyChanges> {
  const scopes = scopesOf(input.access);
  const added = addAddresses(input.addresses.entries, input.addresses.pending);
  const untouched = isSameEnd(input.end, initial.end);
  const end =
    untouched || input.end.end === 'open' ? null : parseEnd(input.end.date, latestEndOf(key, maxDays, now), now);
  const faults = faultsOf(scopes, added, end !== null && 'fault' in end ? end.fault : null);
  if (faults !== null) return { faults, added };
  const before = knownScopes(key.scopes);
  const sameAccess = JSON.stringify(scopesOf(initial.access)) === JSON.stringify(scopes) || sameScopes(before, scopes);
  return {
    value: {
      ...(sameAccess ? {} : { scopes }),
      ...(sameTexts(initial.addresses.entries, added.entries) ? {} : { allowed_ips: [...added.entries] }),
      ...(untouched ? {} : { expires_at: end !== null && 'at' in end ? new Date(end.at).toISOString() : null }),
    },
    added,
  };
}

export function isSameEnd(left: EndInput, right: EndInput): boolean {
  return left.end === right.end && (left.end === 'open' || left.date === right.date);
}

/** A key that was replaced can only end sooner. */
export function latestEndOf({ rotated_to, expires_at }: ApiKey, maxDays: number | null, now: number): number | null {
  const latest = latestEnd(maxDays, now);
  if (rotated_to === null || expires_at === null) return latest;
  return Math.min(Date.parse(expires_at), latest ?? Number.POSITIVE_INFINITY);
}

function faultsOf(scopes: readonly string[], added: AddedAddresses, end: string | null): ControlsFaults | null {
  const faults: ControlsFaults = {
    ...(scopes.length === 0 ? { access: NOTHING_CHOSEN } : {}),
    ...(added.faults.length > 0 ? { addresses: true } : {}),
    ...(end === null ? {} : { end }),
  };
  return Object.keys(faults).length === 0 ? null : faults;
}
