import { type HeaderList, without } from '../servers/header-list.ts';
import type { ResponseHeadersDefinition } from '../template/hub-definitions.ts';

/** Applies the policy. A header without `override` gives way to one of the origin. */
export function applyResponseHeaders(headers: HeaderList, policy: ResponseHeadersDefinition | null): HeaderList {
  if (policy === null) return headers;
  const removed = without(headers, lowerCase(policy.remove));
  const present = lowerCase(removed.map(([name]) => name));
  const set = policy.set.filter(({ name, override }) => override || !present.has(name.toLowerCase()));
  return [
    ...without(removed, lowerCase(set.map(({ name }) => name))),
    ...set.map(({ name, value }) => [name, value] as const),
  ];
}

function lowerCase(names: readonly string[]): Set<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}
