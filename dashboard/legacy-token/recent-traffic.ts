import type { LegacyTokenWithUsage } from '../../lambdas/http/schemas/legacy-token.ts';
import type { Usage } from '../../lambdas/http/schemas/usage.ts';

type LegacyUser = LegacyTokenWithUsage['usage']['users'][number];

/** Users whose last call came on that UTC day or later. */
export function usersSince(users: readonly LegacyUser[], day: string): LegacyUser[] {
  return users.filter(({ last_used_at }) => last_used_at !== null && Date.parse(last_used_at) >= Date.parse(day));
}

/** Calls that were answered with 2xx or 3xx: what a switch-off would break. */
export function successfulCalls({ days }: Usage): number {
  return days.reduce((sum, { success }) => sum + success, 0);
}

/** When the latest of the calls came (RFC 3339); null if that is not known. */
export function lastSeen({ addresses }: Usage, users: readonly LegacyUser[]): string | null {
  const moments = [...addresses.map(({ last_seen_at }) => last_seen_at), ...users.map((user) => user.last_used_at)]
    .filter((at) => at !== null)
    .toSorted((left, right) => Date.parse(right) - Date.parse(left));
  return moments[0] ?? null;
}
