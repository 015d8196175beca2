import { coversAddresses } from '../../lambdas/domain/address-list.ts';
import { includesScope, RESOURCES } from '../../lambdas/domain/scopes.ts';
import { type KeyControls, keyWidenings, settingsWidenings } from '../../lambdas/domain/widening.ts';
import type { ApiKey, Settings } from '../../lambdas/http/management-schemas.ts';
import type { KeyChanges, SettingsChanges } from '../api/management-api.ts';
import type { Problem, Widening } from '../api/problem.ts';
import { accessInWords, knownScopes, levelOf, RESOURCE_NAMES } from './access-input.ts';
import { addressesInWords } from './address-input.ts';
import { endText } from './end-input.ts';

/** One line of what a change does. */
export interface ChangeLine {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** What is allowed afterwards that was not before; null if nothing is. */
  readonly widens: string | null;
}

/** What changes of a key do, and which of it takes a code. The API decides; this tells beforehand, by the same rule. */
export function describeKeyChanges(key: ApiKey, changes: KeyChanges): ChangeLine[] {
  const before = controlsOf(key);
  const after = controlsOf({ ...key, ...changes } as ApiKey);
  const widened = widenedBy(() => keyWidenings(before, after));
  const lines: (ChangeLine | null)[] = [
    changes.scopes === undefined
      ? null
      : {
          what: 'Access',
          before: accessInWords(key.scopes),
          after: accessInWords(changes.scopes),
          widens: widened.includes('scopes') ? widenedAccess(key.scopes, changes.scopes) : null,
        },
    changes.allowed_ips === undefined
      ? null
      : addressLine('Addresses', key.allowed_ips, changes.allowed_ips, widened.includes('allowed_ips')),
    changes.expires_at === undefined
      ? null
      : {
          what: 'End',
          before: endInWords(key.expires_at),
          after: endInWords(changes.expires_at),
          widens: widened.includes('expires_at') ? 'it works longer' : null,
        },
    changes.status === undefined
      ? null
      : {
          what: 'Status',
          before: key.status === 'disabled' ? 'Disabled' : 'Enabled',
          after: changes.status === 'disabled' ? 'Disabled' : 'Enabled',
          widens: widened.includes('status') ? 'it works again' : null,
        },
  ];
  return lines.filter((line) => line !== null);
}

/** The same for the settings of the partner. */
export function describeSettingsChanges(settings: Settings, changes: SettingsChanges): ChangeLine[] {
  const controls = ({ allowed_ips, max_key_lifetime_days }: Settings) => ({
    allowedIps: allowed_ips,
    maxKeyLifetimeDays: max_key_lifetime_days,
  });
  const after = { ...settings, ...changes } as Settings;
  const widened = widenedBy(() => settingsWidenings(controls(settings), controls(after)));
  const lines: (ChangeLine | null)[] = [
    changes.allowed_ips === undefined
      ? null
      : addressLine('Addresses', settings.allowed_ips, changes.allowed_ips, widened.includes('allowed_ips')),
    changes.max_key_lifetime_days === undefined
      ? null
      : {
          what: 'Longest life of a key',
          before: lifetimeInWords(settings.max_key_lifetime_days),
          after: lifetimeInWords(changes.max_key_lifetime_days),
          widens: widened.includes('max_key_lifetime_days') ? 'keys may live longer' : null,
        },
  ];
  return lines.filter((line) => line !== null);
}

/** Whether a key is as the changes want it: an answer may have been lost on its way. */
export function areMade(key: ApiKey, changes: KeyChanges): boolean {
  const { scopes, allowed_ips, expires_at, status } = changes;
  return (
    (scopes === undefined || sameTexts(key.scopes, scopes)) &&
    (allowed_ips === undefined || sameTexts(key.allowed_ips, allowed_ips)) &&
    (expires_at === undefined || sameMoment(key.expires_at, expires_at)) &&
    (status === undefined || (status === 'disabled') === (key.status === 'disabled'))
  );
}

export function areSettingsMade(settings: Settings, { allowed_ips, max_key_lifetime_days }: SettingsChanges): boolean {
  return (
    (allowed_ips === undefined || sameTexts(settings.allowed_ips, allowed_ips)) &&
    (max_key_lifetime_days === undefined || settings.max_key_lifetime_days === max_key_lifetime_days)
  );
}

const WIDENING_NAMES: Readonly<Record<Widening, string>> = {
  scopes: 'access',
  allowed_ips: 'addresses',
  expires_at: 'end',
  status: 'status',
  max_key_lifetime_days: 'longest life',
};

/** What the API has said to widen. */
export function wideningNames({ widens }: Problem): string {
  return widens.map((name) => WIDENING_NAMES[name]).join(', ');
}

export function lifetimeInWords(days: number | null): string {
  if (days === null) return 'No limit';
  return days === 1 ? '1 day' : `${days} days`;
}

export function endInWords(expiresAt: string | null): string {
  return expiresAt === null ? 'Never' : endText(Date.parse(expiresAt));
}

export function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text) => right.includes(text));
}

function sameMoment(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return Math.floor(Date.parse(left) / 1000) === Math.floor(Date.parse(right) / 1000);
}

function controlsOf({ scopes, allowed_ips, expires_at, status }: ApiKey): KeyControls {
  return {
    scopes: knownScopes(scopes),
    allowedIps: allowed_ips,
    expiresAt: expires_at === null ? null : Math.floor(Date.parse(expires_at) / 1000),
    // An expired key is no disabled one.
    status: status === 'disabled' ? 'disabled' : 'active',
  };
}

/** Addresses of a newer API may be unreadable here; then the API alone decides. */
function widenedBy<T>(compare: () => readonly T[]): readonly T[] {
  try {
    return compare();
  } catch {
    return [];
  }
}

function addressLine(what: string, before: readonly string[], after: readonly string[], widens: boolean): ChangeLine {
  const more =
    after.length === 0 ? 'every address' : after.filter((entry) => !coversAddresses(before, [entry])).join(', ');
  return {
    what,
    before: addressesInWords(before),
    after: addressesInWords(after),
    widens: widens ? more : null,
  };
}

function widenedAccess(before: readonly string[], after: readonly string[]): string {
  if (after.includes('*')) return 'everything, also what the Partner API adds later';
  const more = RESOURCES.filter((resource) => {
    const level = levelOf(after, resource);
    return level !== 'none' && !includesScope(before, `${resource}:${level}`);
  });
  if (more.length === 0) return 'reading what the Partner API adds later';
  return more.map((resource) => `${levelOf(after, resource)} ${RESOURCE_NAMES[resource]}`).join(', ');
}
