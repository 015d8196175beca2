import { coversIps } from '../../lambdas/domain/model/ip-allowlist.ts';
import { type KeyRestrictions, keyBroadenings, settingsBroadenings } from '../../lambdas/domain/model/restrictions.ts';
import { includesScope, RESOURCES } from '../../lambdas/domain/model/scopes.ts';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Settings } from '../../lambdas/http/management-api/schemas/settings.ts';
import type { KeyChanges, SettingsChanges } from '../api/management-api.ts';
import type { Broadening, Problem } from '../api/problem.ts';
import { accessInputOf, accessInWords, knownScopes, levelOf, RESOURCE_NAMES } from './access-input.ts';
import { allowlistInWords } from './allowlist-input.ts';
import { expiryText } from './expiry-input.ts';

export interface ChangePart {
  readonly text: string;
  /** The previous value, if the text does not say it. */
  readonly was: string | null;
}

/** One line of the description of a change. */
export interface ChangeLine {
  readonly what: string;
  readonly parts: readonly ChangePart[];
  /** What the change newly allows; null if nothing. */
  readonly broadens: string | null;
}

/** Describes a key's changes and which of them take a code. The API decides; this predicts it by the same rule. */
export function describeKeyChanges(key: ApiKey, changes: KeyChanges): ChangeLine[] {
  const before = restrictionsOf(key);
  const after = restrictionsOf({ ...key, ...changes } as ApiKey);
  const broadened = broadenedBy(() => keyBroadenings(before, after));
  const lines: (ChangeLine | null)[] = [
    changes.scopes === undefined
      ? null
      : {
          what: 'Access',
          parts: accessParts(key.scopes, changes.scopes),
          broadens: broadened.includes('scopes') ? broadenedAccess(key.scopes, changes.scopes) : null,
        },
    changes.allowed_ips === undefined
      ? null
      : allowlistLine('Addresses', key.allowed_ips, changes.allowed_ips, broadened.includes('allowed_ips')),
    changes.expires_at === undefined
      ? null
      : {
          what: 'End',
          parts: [{ text: expiryInWords(changes.expires_at), was: expiryInWords(key.expires_at) }],
          broadens: broadened.includes('expires_at') ? 'it works longer' : null,
        },
    changes.status === undefined
      ? null
      : {
          what: 'Status',
          parts: [{ text: statusInWords(changes.status), was: statusInWords(key.status) }],
          broadens: broadened.includes('status') ? 'it works again' : null,
        },
  ];
  return lines.filter((line) => line !== null);
}

/** Describes changes of the partner's settings. */
export function describeSettingsChanges(settings: Settings, changes: SettingsChanges): ChangeLine[] {
  const controls = ({ allowed_ips, max_key_lifetime_days }: Settings) => ({
    allowedIps: allowed_ips,
    maxKeyLifetimeDays: max_key_lifetime_days,
  });
  const after = { ...settings, ...changes } as Settings;
  const broadened = broadenedBy(() => settingsBroadenings(controls(settings), controls(after)));
  const lines: (ChangeLine | null)[] = [
    changes.allowed_ips === undefined
      ? null
      : allowlistLine('Addresses', settings.allowed_ips, changes.allowed_ips, broadened.includes('allowed_ips')),
    changes.max_key_lifetime_days === undefined
      ? null
      : {
          what: 'Maximum key lifetime',
          parts: [
            {
              text: lifetimeInWords(changes.max_key_lifetime_days),
              was: lifetimeInWords(settings.max_key_lifetime_days),
            },
          ],
          broadens: broadened.includes('max_key_lifetime_days') ? 'keys may live longer' : null,
        },
  ];
  return lines.filter((line) => line !== null);
}

/** Whether the changes of a key are made already: a response may have been lost. */
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

const BROADENING_NAMES: Readonly<Record<Broadening, string>> = {
  scopes: 'access',
  allowed_ips: 'addresses',
  expires_at: 'end',
  status: 'status',
  max_key_lifetime_days: 'maximum key lifetime',
  legacy_token: 'legacy tokens',
};

/** Names what the API says a change broadens. */
export function broadeningNames({ broadens }: Problem): string {
  return broadens.map((name) => BROADENING_NAMES[name]).join(', ');
}

export function lifetimeInWords(days: number | null): string {
  if (days === null) return 'No limit';
  return days === 1 ? '1 day' : `${days} days`;
}

export function expiryInWords(expiresAt: string | null): string {
  return expiresAt === null ? 'Never' : expiryText(Date.parse(expiresAt));
}

export function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text) => right.includes(text));
}

function sameMoment(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return Math.floor(Date.parse(left) / 1000) === Math.floor(Date.parse(right) / 1000);
}

function restrictionsOf({ scopes, allowed_ips, expires_at, status }: ApiKey): KeyRestrictions {
  return {
    scopes: knownScopes(scopes),
    allowedIps: allowed_ips,
    expiresAt: expires_at === null ? null : Math.floor(Date.parse(expires_at) / 1000),
    // An expired key is not disabled.
    status: status === 'disabled' ? 'disabled' : 'active',
  };
}

/** A newer API's allowlists may be unreadable here; then the API alone decides. */
function broadenedBy<T>(compare: () => readonly T[]): readonly T[] {
  try {
    return compare();
  } catch {
    return [];
  }
}

function allowlistLine(
  what: string,
  before: readonly string[],
  after: readonly string[],
  broadens: boolean,
): ChangeLine {
  const more = after.length === 0 ? 'every address' : after.filter((entry) => !coversIps(before, [entry])).join(', ');
  return { what, parts: allowlistParts(before, after), broadens: broadens ? more : null };
}

/** Lists may be long: additions and removals say more than both lists. */
function allowlistParts(before: readonly string[], after: readonly string[]): ChangePart[] {
  if (before.length === 0 || after.length === 0) {
    return [{ text: allowlistInWords(after), was: allowlistInWords(before) }];
  }
  const more = after.filter((entry) => !before.includes(entry));
  const less = before.filter((entry) => !after.includes(entry));
  return [
    ...(more.length === 0 ? [] : [{ text: `Added: ${more.join(', ')}`, was: null }]),
    ...(less.length === 0 ? [] : [{ text: `Removed: ${less.join(', ')}`, was: null }]),
  ];
}

function accessParts(before: readonly string[], after: readonly string[]): ChangePart[] {
  if (accessInputOf(before).access !== 'chosen' || accessInputOf(after).access !== 'chosen') {
    return [{ text: accessInWords(after), was: accessInWords(before) }];
  }
  return RESOURCES.filter((resource) => levelOf(before, resource) !== levelOf(after, resource)).map((resource) => ({
    text: `${RESOURCE_NAMES[resource]}: ${levelOf(after, resource)}`,
    was: levelOf(before, resource),
  }));
}

function statusInWords(status: ApiKey['status']): string {
  return status === 'disabled' ? 'Disabled' : 'Enabled';
}

function broadenedAccess(before: readonly string[], after: readonly string[]): string {
  if (after.includes('*')) return 'everything, also what the Partner API adds later';
  const more = RESOURCES.filter((resource) => {
    const level = levelOf(after, resource);
    return level !== 'none' && !includesScope(before, `${resource}:${level}`);
  });
  if (more.length === 0) return 'reading everything else, also what the Partner API adds later';
  return more.map((resource) => `${RESOURCE_NAMES[resource]}: ${levelOf(after, resource)}`).join(', ');
}
