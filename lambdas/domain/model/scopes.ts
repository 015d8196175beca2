/** What a key may do: `<resource>:<read|write>`, where write includes read; `*` allows everything, `*:read` reading everything, also what belongs to no resource. */

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

/** Lists of scopes are stored in this order. */
export const SCOPES: readonly Scope[] = [
  '*',
  '*:read',
  ...RESOURCES.flatMap((resource) => [`${resource}:read`, `${resource}:write`] as const),
];

/** Returns the scopes in normal form, or null if one is unknown or there are none. */
export function parseScopes(entries: readonly string[]): readonly Scope[] | null {
  const given = SCOPES.filter((scope) => entries.includes(scope));
  if (given.length === 0 || !entries.every((entry) => given.some((scope) => scope === entry))) return null;
  // A scope that another one includes adds nothing.
  return given.filter((scope) => !given.some((other) => other !== scope && includesScope([other], scope)));
}

/** Returns whether the scopes include the needed one. */
export function includesScope(scopes: readonly string[], needed: Scope): boolean {
  if (scopes.includes('*') || scopes.includes(needed)) return true;
  if (needed === '*' || needed === '*:read') return false;
  const [resource, access] = needed.split(':');
  return access === 'read' && (scopes.includes('*:read') || scopes.includes(`${resource}:write`));
}

/** Returns whether `outer` allows everything that `inner` allows. */
export function coversScopes(outer: readonly Scope[], inner: readonly Scope[]): boolean {
  return inner.every((scope) => includesScope(outer, scope));
}
