import { coversScopes, RESOURCES, type Resource, SCOPES, type Scope } from '../../lambdas/domain/model/scopes.ts';

export type Level = 'none' | 'read' | 'write';
export type Levels = Readonly<Record<Resource, Level>>;

/** A key's access as a form holds it. */
export interface AccessInput {
  readonly access: 'full' | 'read' | 'chosen';
  /** Used if `access` is `chosen`. */
  readonly levels: Levels;
}

export const RESOURCE_NAMES: Readonly<Record<Resource, string>> = {
  partner: 'Partner account',
  clients: 'Clients',
  channels: 'Channels',
  channel_keys: 'Channel API keys',
  balance: 'Balance',
  templates: 'Templates',
  flows: 'Flows',
  sharing: 'Sharing',
};

export function levelsOf(level: (resource: Resource) => Level): Levels {
  return Object.fromEntries(RESOURCES.map((resource) => [resource, level(resource)])) as Record<Resource, Level>;
}

/** Returns the scopes that this page knows. A newer API may know more. */
export function knownScopes(scopes: readonly string[]): Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}

/** Returns the level that scopes grant on one resource. */
export function levelOf(scopes: readonly string[], resource: Resource): Level {
  if (scopes.includes('*') || scopes.includes(`${resource}:write`)) return 'write';
  return scopes.includes('*:read') || scopes.includes(`${resource}:read`) ? 'read' : 'none';
}

export function accessInputOf(scopes: readonly string[]): AccessInput {
  const access = scopes.includes('*') ? 'full' : scopes.length === 1 && scopes[0] === '*:read' ? 'read' : 'chosen';
  return { access, levels: levelsOf((resource) => levelOf(scopes, resource)) };
}

/** Returns the chosen scopes; empty if nothing was chosen. */
export function scopesOf({ access, levels }: AccessInput): Scope[] {
  if (access === 'full') return ['*'];
  if (access === 'read') return ['*:read'];
  return RESOURCES.flatMap((resource) => {
    const level = levels[resource];
    return level === 'none' ? [] : [`${resource}:${level}` as const];
  });
}

/** Whether both grant the same access, however it is written. */
export function sameScopes(left: readonly Scope[], right: readonly Scope[]): boolean {
  return coversScopes(left, right) && coversScopes(right, left);
}

/** Summarizes it for a table. */
export function accessSummary(scopes: readonly string[]): string {
  const { access, levels } = accessInputOf(scopes);
  if (access === 'full') return 'Full access';
  if (access === 'read') return 'Read only';
  const granted = RESOURCES.filter((resource) => levels[resource] !== 'none');
  if (granted.length > 2) return `${granted.length} of ${RESOURCES.length} resources`;
  return granted.map((resource) => grant(resource, levels[resource])).join(', ') || 'Nothing known here';
}

/** Lists all of it in words. */
export function accessInWords(scopes: readonly string[]): string {
  const { access, levels } = accessInputOf(scopes);
  if (access !== 'chosen') return accessSummary(scopes);
  const granted = RESOURCES.filter((resource) => levels[resource] !== 'none');
  return granted.map((resource) => grant(resource, levels[resource])).join(', ') || 'Nothing known here';
}

function grant(resource: Resource, level: Level): string {
  return `${RESOURCE_NAMES[resource]}: ${level}`;
}
