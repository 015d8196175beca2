import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';

/** A key and the keys that it replaces until they expire, newest first. */
export interface KeyGroup {
  readonly key: ApiKey;
  readonly replaced: readonly ApiKey[];
}

/** Groups each key with the keys that it replaces. Leaves out replaced keys that have expired. */
export function groupKeys(keys: readonly ApiKey[], now: number): KeyGroup[] {
  const shown = keys.filter((key) => key.rotated_to === null || !hasExpired(key, now));
  const ids = new Set(shown.map(({ id }) => id));
  // A key whose successor was deleted stands alone.
  const isReplaced = ({ rotated_to }: ApiKey) => rotated_to !== null && ids.has(rotated_to);
  const predecessorsOf = (key: ApiKey, seen: ReadonlySet<string>): ApiKey[] =>
    shown
      .filter(({ id, rotated_to }) => rotated_to === key.id && !seen.has(id))
      .flatMap((old) => [old, ...predecessorsOf(old, new Set([...seen, old.id]))]);
  return shown
    .filter((key) => !isReplaced(key))
    .map((key) => ({ key, replaced: predecessorsOf(key, new Set([key.id])) }));
}

/** Counts the keys toward the limit: a replaced key no longer counts. */
export function countedKeys(keys: readonly ApiKey[]): number {
  return keys.filter(({ rotated_to }) => rotated_to === null).length;
}

/** Returns the current status: the list may have been loaded before the key expired. */
export function statusAt(key: ApiKey, now: number): ApiKey['status'] {
  return key.status === 'active' && hasExpired(key, now) ? 'expired' : key.status;
}

function hasExpired({ expires_at }: ApiKey, now: number): boolean {
  return expires_at !== null && Date.parse(expires_at) <= now;
}
