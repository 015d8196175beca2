import { includesIp, MAX_ALLOWLIST_ENTRIES } from '../model/ip-allowlist.ts';
import { latestPeriod } from './usage-period.ts';
import type { IpFigures, UsageReader } from './usage-reader.ts';
import { sum, sumIps } from './usage-report.ts';

/** What a list of addresses would have refused of the good traffic of the last 30 days. Figures are of good calls only. */
export interface AllowedIpsPreview {
  /** At most a hundred, busiest first; `success` says how often. */
  readonly wouldRefuse: readonly IpFigures[];
  readonly refusedAddresses: number;
  readonly refusedCalls: number;
  /** Good calls from addresses that were not kept one by one, of which the list may refuse any number. */
  readonly otherCalls: number;
  /** Whether all addresses were looked at. */
  readonly addressesComplete: boolean;
  /** The addresses with good traffic, busiest first, as many as a list can hold. */
  readonly suggestion: readonly string[];
}

const LISTED_IPS = 100;

/** `list` as it would be saved; an empty one refuses nothing. */
export async function previewAllowedIps(
  reader: UsageReader,
  partnerId: string,
  credentialId: string,
  list: readonly string[],
  nowMs: number,
): Promise<AllowedIpsPreview> {
  const period = latestPeriod(nowMs);
  const [days, { addresses, complete }] = await Promise.all([
    reader.listDays(partnerId, credentialId, period),
    reader.listIps(partnerId, credentialId, period),
  ]);
  const good = sumIps(addresses)
    .filter(({ success }) => success > 0)
    .toSorted((a, b) => b.success - a.success || (a.ip < b.ip ? -1 : 1));
  const refused = list.length === 0 ? [] : good.filter(({ ip }) => !includesIp(list, ip));
  return {
    wouldRefuse: refused.slice(0, LISTED_IPS),
    refusedAddresses: refused.length,
    refusedCalls: sum(refused, ({ success }) => success),
    otherCalls: sum(days, ({ otherAddresses }) => otherAddresses.success),
    addressesComplete: complete,
    suggestion: good.slice(0, MAX_ALLOWLIST_ENTRIES).map(({ ip }) => ip),
  };
}
