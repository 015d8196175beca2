import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';

/** A key and the ones that it replaces, which end by themselves; newest first. */
export interface KeyGroup {
  readonly key: ApiKey;
  readonly replaced: readonly ApiKey[];
}

/** The keys as they are shown: each with those whose place it takes. What has ended for good is left out. */
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

/** How many of the limit are taken: a key that was replaced does not count any more. */
export function countedKeys(keys: readonly ApiKey[]): number {
  return keys.filter(({ rotated_to }) => rotated_to === null).length;
}

/** The status by now: the list may have been loaded before the key's end. */
export function statusAt(key: ApiKey, now: number): ApiKey['status'] {
  return key.status === 'active' && hasExpired(key, now) ? 'expired' : key.status;
}

function hasExpired({ expires_at }: ApiKey, now: number): boolean {
  return expires_at !== null && Date.parse(expires_at) <= now;
}
