import { includesIp, MAX_ALLOWLIST_ENTRIES } from '../model/ip-allowlist.ts';
import { latestPeriod } from './usage-period.ts';
import type { IpFigures, UsageReader } from './usage-reader.ts';
import { sum, sumIps } from './usage-report.ts';

/** The successful calls of the last 30 days that an IP allowlist would have refused. Other calls are not counted. */
export interface AllowedIpsPreview {
  /** At most a hundred IP addresses, busiest first. */
  readonly wouldRefuse: readonly IpFigures[];
  readonly refusedAddresses: number;
  readonly refusedCalls: number;
  /** Successful calls from IP addresses that are not counted one by one: the list may refuse any number of them. */
  readonly otherCalls: number;
  /** Whether the figures cover all IP addresses that are counted one by one. */
  readonly addressesComplete: boolean;
  /** The IP addresses with successful calls, busiest first, as many as an allowlist can hold. */
  readonly suggestion: readonly string[];
}

const LISTED_IPS = 100;

/** @param list - in normal form; an empty one refuses nothing */
export async function previewAllowedIps(
  reader: UsageReader,
  { partnerId, credentialId }: { readonly partnerId: string; readonly credentialId: string },
  list: readonly string[],
  nowMs: number,
): Promise<AllowedIpsPreview> {
  const period = latestPeriod(nowMs);
  const [days, { addresses, complete }] = await Promise.all([
    reader.listDays(partnerId, credentialId, period),
    reader.listIps(partnerId, credentialId, period),
  ]);
  const successful = sumIps(addresses)
    .filter(({ success }) => success > 0)
    .toSorted((a, b) => b.success - a.success || (a.ip < b.ip ? -1 : 1));
  const refused = list.length === 0 ? [] : successful.filter(({ ip }) => !includesIp(list, ip));
  return {
    wouldRefuse: refused.slice(0, LISTED_IPS),
    refusedAddresses: refused.length,
    refusedCalls: sum(refused, ({ success }) => success),
    otherCalls: sum(days, ({ otherAddresses }) => otherAddresses.success),
    addressesComplete: complete,
    suggestion: successful.slice(0, MAX_ALLOWLIST_ENTRIES).map(({ ip }) => ip),
  };
}
