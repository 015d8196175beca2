import type { LegacyTokenSetting } from '../../domain/model/legacy-token-state.ts';
import type { Scope } from '../../domain/model/scopes.ts';
import type { KeyChanges, SettingsChanges } from '../../domain/one-time-codes/otp-action.ts';

interface KeyChangeFields {
  readonly name?: string | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  readonly allowed_ips?: readonly string[] | undefined;
  readonly expires_at?: number | null | undefined;
  readonly status?: 'active' | 'disabled' | undefined;
}

interface SettingsFields {
  readonly allowed_ips?: readonly string[] | undefined;
  readonly max_key_lifetime_days?: number | null | undefined;
}

/** Translates the API's names into the domain's, without fields that were not sent. */
export function keyChangesOf({ name, scopes, allowed_ips, expires_at, status }: KeyChangeFields): KeyChanges {
  return defined<KeyChanges>({ name, scopes, allowedIps: allowed_ips, expiresAt: expires_at, status });
}

export function settingsChangesOf({ allowed_ips, max_key_lifetime_days }: SettingsFields): SettingsChanges {
  return defined<SettingsChanges>({ allowedIps: allowed_ips, maxKeyLifetimeDays: max_key_lifetime_days });
}

export function legacyTokenSettingOf({
  enabled,
  off_at,
}: {
  readonly enabled: boolean;
  readonly off_at: string | null;
}): LegacyTokenSetting {
  return { enabled, offAt: off_at === null ? null : Math.floor(Date.parse(off_at) / 1000) };
}

/** Returns the code that was sent with a change, or null. The schema has checked that both fields or neither were sent. */
export function presentationOf({
  challenge_id,
  code,
}: {
  challenge_id?: string | undefined;
  code?: string | undefined;
}) {
  return challenge_id === undefined || code === undefined ? null : { challengeId: challenge_id, code };
}

function defined<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
