import { InvalidArgumentError } from 'commander';
import { parseIpAllowlist } from '../../lambdas/domain/model/ip-allowlist.ts';
import { MAX_LIFETIME_DAYS } from '../../lambdas/domain/model/key-expiry.ts';
import type { SettingsChanges } from '../../lambdas/domain/one-time-codes/otp-action.ts';

export interface SettingsOptions {
  readonly allowedIps?: readonly string[];
  readonly anyIp?: boolean;
  readonly maxKeyLifetimeDays?: number | 'none';
}

/** Returns the changes that the options ask for; none if there are no options. */
export function changesOf({ allowedIps, anyIp, maxKeyLifetimeDays: days }: SettingsOptions): SettingsChanges {
  return {
    ...(anyIp ? { allowedIps: [] } : allowedIps && { allowedIps }),
    ...(days !== undefined && { maxKeyLifetimeDays: days === 'none' ? null : days }),
  };
}

/** Parses `--allowed-ips`. An empty list would allow every IP address, which nobody should do by leaving something out. */
export function parseAllowedIps(text: string): readonly string[] {
  const entries = text.split(',');
  const parsed = parseIpAllowlist(entries);
  if ('list' in parsed) return parsed.list;
  const at = parsed.index === null ? '' : `"${entries[parsed.index]}": `;
  throw new InvalidArgumentError(`${at}${parsed.detail} To allow any IP address, use --any-ip.`);
}

/** Parses `--max-key-lifetime-days`. Not null for `none`: commander takes null for an option without a value. */
export function parseLifetimeDays(text: string): number | 'none' {
  if (text === 'none') return text;
  const days = Number(text);
  if (/^[1-9]\d{0,3}$/.test(text) && days <= MAX_LIFETIME_DAYS) return days;
  throw new InvalidArgumentError(`Use a number from 1 to ${MAX_LIFETIME_DAYS}, or none.`);
}
