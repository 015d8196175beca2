import type { LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';

type LegacyUser = LegacyTokenWithUsage['usage']['users'][number];

/** Returns the users whose last call came on that UTC day or later. */
export function usersSince(users: readonly LegacyUser[], day: string): LegacyUser[] {
  return users.filter(({ last_used_at }) => last_used_at !== null && Date.parse(last_used_at) >= Date.parse(day));
}

/** Counts the calls with a 2xx or 3xx response: what a switch-off would break. */
export function successfulCalls({ days }: Usage): number {
  return days.reduce((sum, { success }) => sum + success, 0);
}

/** Returns when the latest call came (RFC 3339), or null if unknown. */
export function lastSeen({ addresses }: Usage, users: readonly LegacyUser[]): string | null {
  const moments = [...addresses.map(({ last_seen_at }) => last_seen_at), ...users.map((user) => user.last_used_at)]
    .filter((at) => at !== null)
    .toSorted((left, right) => Date.parse(right) - Date.parse(left));
  return moments[0] ?? null;
}
