import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';

/**
 * Finds the key of a creation whose response was lost: it has that name and creator and was not known before.
 * Returns null if there is none.
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
