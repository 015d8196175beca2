import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';

/**
 * The key that a creation has made although its answer was lost: of that name, by that user, and not known before.
 * null if there is none.
 */
export function findLostKey(
  keys: readonly ApiKey[],
  knownIds: ReadonlySet<string>,
  name: string,
  createdBy: string | null,
): ApiKey | null {
  return (
    keys.find(
      (key) => !knownIds.has(key.id) && key.name === name && (createdBy === null || key.created_by === createdBy),
    ) ?? null
  );
}
