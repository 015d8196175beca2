import type { Problem } from '../api/problem.ts';

export interface RefusedFields {
  readonly scopes: string | null;
  readonly allowlist: string | null;
  readonly expiry: string | null;
}

/**
 * Returns the API's error for each field of a form.
 *
 * @param bases - JSON Pointers that may hold the fields: `/api_key`, `/changes`, or empty
 * @param entries - the allowlist that was sent
 */
export function refusedFields(
  problem: Problem | null,
  bases: readonly string[],
  entries: readonly string[],
): RefusedFields {
  const detailOf = (field: string) =>
    problem?.errors.find(({ pointer }) => bases.some((base) => pointer === `${base}/${field}`))?.detail ?? null;
  const address = problem?.errors.find(({ pointer }) =>
    bases.some((base) => pointer.startsWith(`${base}/allowed_ips/`)),
  );
  const entry = address && entries[Number(address.pointer.split('/').at(-1))];
  return {
    scopes: detailOf('scopes'),
    allowlist: address === undefined ? detailOf('allowed_ips') : `${entry ?? 'An entry'}: ${address.detail}`,
    expiry: detailOf('expires_at'),
  };
}

/** Whether a field of the form shows the problem already. */
export function isShown({ scopes, allowlist, expiry }: RefusedFields): boolean {
  return scopes !== null || allowlist !== null || expiry !== null;
}
