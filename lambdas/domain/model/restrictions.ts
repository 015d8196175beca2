import { coversIps } from './ip-allowlist.ts';
import { coversScopes, type Scope } from './scopes.ts';

/** What a key may do, from where, and until when. */
export interface KeyRestrictions {
  readonly scopes: readonly Scope[];
  readonly allowedIps: readonly string[];
  /** Epoch seconds; null: never. */
  readonly expiresAt: number | null;
  readonly status: 'active' | 'disabled';
}

export function restrictionsOf({ scopes, allowedIps, expiresAt, status }: KeyRestrictions): KeyRestrictions {
  return { scopes, allowedIps, expiresAt, status };
}

/** What applies to all of a partner's credentials. */
export interface PartnerSettings {
  readonly allowedIps: readonly string[];
  /** null: no limit. */
  readonly maxKeyLifetimeDays: number | null;
}

export type KeyBroadening = 'scopes' | 'allowed_ips' | 'expires_at' | 'status';
export type SettingsBroadening = 'allowed_ips' | 'max_key_lifetime_days';
/** `legacy_token`: legacy tokens are accepted where they were refused before. */
export type Broadening = KeyBroadening | SettingsBroadening | 'legacy_token';

/**
 * Returns the restrictions of a key that a change broadens. This alone decides which changes take a one-time code.
 */
export function keyBroadenings(before: KeyRestrictions, after: KeyRestrictions): readonly KeyBroadening[] {
  const broadened: [KeyBroadening, boolean][] = [
    ['scopes', !coversScopes(before.scopes, after.scopes)],
    ['allowed_ips', !coversIps(before.allowedIps, after.allowedIps)],
    ['expires_at', isExtended(before.expiresAt, after.expiresAt)],
    ['status', before.status === 'disabled' && after.status === 'active'],
  ];
  return broadened.filter(([, isBroader]) => isBroader).map(([name]) => name);
}

/** Returns whether a change extends a key with a successor. Such a key is off the count of active keys, so it must expire. */
export function outlivesSuccessor(
  before: Pick<KeyRestrictions, 'expiresAt'> & { readonly rotatedTo: string | null },
  after: Pick<KeyRestrictions, 'expiresAt'>,
): boolean {
  return before.rotatedTo !== null && isExtended(before.expiresAt, after.expiresAt);
}

/** Returns the settings of a partner that a change broadens. Such a change takes a one-time code. */
export function settingsBroadenings(before: PartnerSettings, after: PartnerSettings): readonly SettingsBroadening[] {
  const broadened: [SettingsBroadening, boolean][] = [
    ['allowed_ips', !coversIps(before.allowedIps, after.allowedIps)],
    ['max_key_lifetime_days', isExtended(before.maxKeyLifetimeDays, after.maxKeyLifetimeDays)],
  ];
  return broadened.filter(([, isBroader]) => isBroader).map(([name]) => name);
}

/** null: never expires, or no limit. */
function isExtended(before: number | null, after: number | null): boolean {
  return before !== null && (after === null || after > before);
}
