import { RESOURCES, type Resource, type Scope } from './scopes.ts';

/** What a call is logged and counted by: the resource of the scope that it needs, or `other` if no resource has that scope. */
export type CallResource = Resource | 'whoami' | 'other';

export const CALL_RESOURCES: readonly CallResource[] = [...RESOURCES, 'whoami', 'other'];

/** @param scope - the scope that the call needs; null for `/whoami` */
export function resourceOf(scope: Scope | null): CallResource {
  if (scope === null) return 'whoami';
  return RESOURCES.find((resource) => scope.startsWith(`${resource}:`)) ?? 'other';
}
