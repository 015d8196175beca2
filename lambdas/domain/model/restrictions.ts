import { coversIps } from './ip-allowlist.ts';
import { coversScopes, type Scope } from './scopes.ts';

/** What a key may do, from where, and how long. */
export interface KeyRestrictions {
  readonly scopes: readonly Scope[];
  readonly allowedIps: readonly string[];
  /** Epoch seconds; null: never. */
  readonly expiresAt: number | null;
  readonly status: 'active' | 'disabled';
}

/** What holds for all of a partner's credentials. */
export interface PartnerSettings {
  readonly allowedIps: readonly string[];
  /** null: no limit. */
  readonly maxKeyLifetimeDays: number | null;
}

export type KeyBroadening = 'scopes' | 'allowed_ips' | 'expires_at' | 'status';
export type SettingsBroadening = 'allowed_ips' | 'max_key_lifetime_days';

/**
 * What of a key's controls allows something afterwards that was not allowed before. This alone decides what takes a
 * one-time code.
 */
export function keyBroadenings(before: KeyRestrictions, after: KeyRestrictions): readonly KeyBroadening[] {
  const widened: [KeyBroadening, boolean][] = [
    ['scopes', !coversScopes(before.scopes, after.scopes)],
    ['allowed_ips', !coversIps(before.allowedIps, after.allowedIps)],
    ['expires_at', isLater(before.expiresAt, after.expiresAt)],
    ['status', before.status === 'disabled' && after.status === 'active'],
  ];
  return widened.filter(([, wider]) => wider).map(([name]) => name);
}

/** A key with a successor ends by itself: it does not count towards the limit any more, so its end is not put off. */
export function outlivesSuccessor(
  before: Pick<KeyRestrictions, 'expiresAt'> & { readonly rotatedTo: string | null },
  after: Pick<KeyRestrictions, 'expiresAt'>,
): boolean {
  return before.rotatedTo !== null && isLater(before.expiresAt, after.expiresAt);
}

/** The same for the settings of a partner. */
export function settingsBroadenings(before: PartnerSettings, after: PartnerSettings): readonly SettingsBroadening[] {
  const widened: [SettingsBroadening, boolean][] = [
    ['allowed_ips', !coversIps(before.allowedIps, after.allowedIps)],
    ['max_key_lifetime_days', isLater(before.maxKeyLifetimeDays, after.maxKeyLifetimeDays)],
  ];
  return widened.filter(([, wider]) => wider).map(([name]) => name);
}

/** null is without end. */
function isLater(before: number | null, after: number | null): boolean {
  return before !== null && (after === null || after > before);
}
