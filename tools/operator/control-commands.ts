import { parseAddressList } from '../../lambdas/domain/address-list.ts';
import { MAX_LIFETIME_DAYS } from '../../lambdas/domain/key-lifetime.ts';
import {
  changeSettingsOf,
  disableApiKey,
  listKeysOf,
  type OperatorControls,
} from '../../lambdas/domain/operate-controls.ts';
import type { SettingsChanges } from '../../lambdas/domain/otp-action.ts';
import type { ApiKeyDetails } from '../../lambdas/domain/records.ts';
import type { PartnerControls } from '../../lambdas/domain/widening.ts';
import { exactly, namedKey, OperatorError, type Options, usageError } from './command-line.ts';

/** Commands about what keys may do, from where and how long. Each answers what is printed; throws as its caller does. */

export async function listKeys(controls: OperatorControls, rest: readonly string[]): Promise<string> {
  const [partnerId] = exactly(rest, 1);
  const result = await listKeysOf(controls, partnerId);
  if (result.outcome === 'partner_unknown') throw new OperatorError(`There is no partner ${partnerId}.`);
  if (result.keys.length === 0) return `The partner ${partnerId} has no keys.`;
  return result.keys.map((key) => describeKey(key, Date.now())).join('\n\n');
}

export async function disableKey(controls: OperatorControls, rest: readonly string[]): Promise<string> {
  const { partnerId, keyId } = namedKey(rest);
  switch ((await disableApiKey(controls, partnerId, keyId)).outcome) {
    case 'not_found':
      throw new OperatorError(`The partner ${partnerId} has no key ${keyId}; nothing was changed.`);
    case 'unchanged':
      throw new OperatorError(`The key ${keyId} is disabled already; nothing was changed.`);
    case 'disabled':
      return `Disabled the key ${keyId} of the partner ${partnerId}. Its users can enable it with a code; "key revoke" is for good.`;
  }
}

export async function partnerSettings(
  controls: OperatorControls,
  rest: readonly string[],
  options: Options,
): Promise<string> {
  const [partnerId] = exactly(rest, 1);
  const changes = changesOf(options);
  const result = await changeSettingsOf(controls, partnerId, changes);
  if (result.outcome === 'partner_unknown') throw new OperatorError(`There is no partner ${partnerId}.`);
  if (result.outcome === 'unchanged' && Object.keys(changes).length > 0) {
    throw new OperatorError(`The settings of the partner ${partnerId} are so already; nothing was changed.`);
  }
  const lead = result.outcome === 'changed' ? 'Changed the settings of the partner' : 'Settings of the partner';
  return `${lead} ${partnerId}:\n${describeSettings(result.settings)}`;
}

function changesOf(options: Options): SettingsChanges {
  const { 'allowed-ips': allowed, 'any-ip': any = false, 'max-key-lifetime-days': days } = options;
  if (any && allowed !== undefined) throw usageError();
  return {
    ...(any ? { allowedIps: [] } : allowed === undefined ? {} : { allowedIps: addressesOf(allowed) }),
    ...(days === undefined ? {} : { maxKeyLifetimeDays: days === 'none' ? null : daysOf(days) }),
  };
}

/** An empty list would open the API to every address, which nobody should do by leaving something out. */
function addressesOf(text: string): readonly string[] {
  const entries = text.split(',');
  const parsed = parseAddressList(entries);
  if ('list' in parsed) return parsed.list;
  const at = parsed.index === null ? '' : ` "${entries[parsed.index]}":`;
  throw new OperatorError(`--allowed-ips:${at} ${parsed.fault} For every address say --any-ip.`);
}

function daysOf(text: string): number {
  const days = Number(text);
  if (/^[1-9]\d{0,3}$/.test(text) && days <= MAX_LIFETIME_DAYS) return days;
  throw new OperatorError(`--max-key-lifetime-days: use a number from 1 to ${MAX_LIFETIME_DAYS}, or none.`);
}

function describeKey(key: ApiKeyDetails, nowMs: number): string {
  const { keyId, name, hint, scopes, allowedIps, expiresAt, createdAt, createdBy, rotatedTo } = key;
  const ended = expiresAt !== null && expiresAt * 1000 <= nowMs;
  return [
    `${keyId}  ${name}`,
    `  status   ${key.status === 'disabled' ? 'disabled' : ended ? 'expired' : 'active'}`,
    `  begins   ${hint}`,
    `  scopes   ${scopes.join(', ')}`,
    `  from     ${allowedIps.length === 0 ? 'any address' : allowedIps.join(', ')}`,
    `  ends     ${expiresAt === null ? 'never' : new Date(expiresAt * 1000).toISOString()}`,
    `  created  ${createdAt} by ${createdBy}`,
    ...(rotatedTo === null ? [] : [`  rotated  to ${rotatedTo}`]),
  ].join('\n');
}

function describeSettings({ allowedIps, maxKeyLifetimeDays }: PartnerControls): string {
  return [
    `  calls from   ${allowedIps.length === 0 ? 'any address' : allowedIps.join(', ')}`,
    `  keys live    ${maxKeyLifetimeDays === null ? 'without limit' : `at most ${maxKeyLifetimeDays} days`}`,
  ].join('\n');
}
