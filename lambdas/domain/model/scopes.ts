/** What a key may do: `<resource>:<read|write>`, where write includes read; `*` is everything, `*:read` all reading. */

export const RESOURCES = [
  'partner',
  'clients',
  'channels',
  'channel_keys',
  'balance',
  'templates',
  'flows',
  'sharing',
] as const;

export type Resource = (typeof RESOURCES)[number];
export type Scope = '*' | '*:read' | `${Resource}:${'read' | 'write'}`;

export const FULL_ACCESS: readonly Scope[] = ['*'];

/** In the order in which lists of scopes are kept. */
export const SCOPES: readonly Scope[] = [
  '*',
  '*:read',
  ...RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const),
];

/** The scopes in normal form, or null for an unknown one or none at all. */
export function parseScopes(entries: readonly string[]): readonly Scope[] | null {
  const given = SCOPES.filter((scope) => entries.includes(scope));
  if (given.length === 0 || !entries.every((entry) => given.some((scope) => scope === entry))) return null;
  // What another of them includes says nothing.
  return given.filter((scope) => !given.some((other) => other !== scope && includesScope([other], scope)));
}

/** Whether the scopes include the one that is needed. */
export function includesScope(scopes: readonly string[], needed: Scope): boolean {
  if (scopes.includes('*') || scopes.includes(needed)) return true;
  if (needed === '*' || needed === '*:read') return false;
  const [resource, access] = needed.split(':');
  return access === 'read' && (scopes.includes('*:read') || scopes.includes(`${resource}:write`));
}

/** Whether everything that `inner` allows is allowed by `outer`, too. */
export function coversScopes(outer: readonly Scope[], inner: readonly Scope[]): boolean {
  return inner.every((scope) => includesScope(outer, scope) || (scope === '*:read' && readsEverything(outer)));
}

/** Reading what is in no table takes `*`, so reading each resource amounts to `*:read`. */
function readsEverything(scopes: readonly Scope[]): boolean {
  return RESOURCES.every((resource) => includesScope(scopes, `${resource}:read`));
}
