import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import type { ManagementApi } from '../api/management-api.ts';
import { lastDays } from '../time/days.ts';
import { atMost } from './at-most.ts';
import { createResource, type Resource } from './resource.ts';

/** A key's figures of the last 30 days, held while the page is open. */
export type RecentUsage = (keyId: string) => Resource<Usage>;

const DAYS = 30;
/** Fewer than a browser's connections per host, so that other requests find one free. */
const AT_ONCE = 4;

export function createRecentUsage(usage: ManagementApi['usage']): RecentUsage {
  const resources = new Map<string, Resource<Usage>>();
  const inTurn = atMost(AT_ONCE);
  return (keyId) => {
    const known = resources.get(keyId);
    if (known !== undefined) return known;
    const resource = createResource(() => inTurn(() => usage({ ...lastDays(DAYS, Date.now()), credentialId: keyId })));
    resources.set(keyId, resource);
    return resource;
  };
}
