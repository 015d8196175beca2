import { daysOf, type UsagePeriod } from './usage-period.ts';
import type { DayFigures, IpFigures, UsageReader } from './usage-reader.ts';

export interface UsageReport {
  /** Every day of the period, including those without calls. */
  readonly days: readonly UsageDay[];
  /** Busiest first. */
  readonly resources: readonly { readonly resource: string; readonly total: number }[];
  /** The ten busiest. */
  readonly addresses: readonly IpFigures[];
  /** Calls from all other IP addresses. */
  readonly otherAddresses: number;
  /** Whether all IP addresses were read; if not, `addresses` and `otherAddresses` cover the newest days only. */
  readonly addressesComplete: boolean;
  /** RFC 3339; null if there are no calls. */
  readonly updatedAt: string | null;
}

export type UsageDay = Pick<DayFigures, 'date' | 'total' | 'success' | 'clientError' | 'serverError' | 'refused'>;

const LISTED_IPS = 10;

export async function usageReport(
  reader: UsageReader,
  partnerId: string,
  credentialId: string,
  period: UsagePeriod,
): Promise<UsageReport> {
  const [days, { addresses, complete }] = await Promise.all([
    reader.listDays(partnerId, credentialId, period),
    reader.listIps(partnerId, credentialId, period),
  ]);
  const byIp = sumIps(addresses);
  const kept = sum(days, ({ otherAddresses }) => otherAddresses.total);
  return {
    days: everyDay(days, period),
    resources: sumResources(days),
    addresses: byIp.slice(0, LISTED_IPS),
    otherAddresses: kept + sum(byIp.slice(LISTED_IPS), ({ total }) => total),
    addressesComplete: complete,
    updatedAt: days.reduce<string | null>((latest, { updatedAt }) => later(latest, updatedAt), null),
  };
}

/** Returns one entry for each IP address, busiest first. */
export function sumIps(addresses: readonly IpFigures[]): readonly IpFigures[] {
  const sums = new Map<string, IpFigures>();
  for (const one of addresses) {
    const before = sums.get(one.ip);
    sums.set(
      one.ip,
      before === undefined
        ? one
        : {
            ip: one.ip,
            total: before.total + one.total,
            success: before.success + one.success,
            lastSeenMs: latest(before.lastSeenMs, one.lastSeenMs),
          },
    );
  }
  return [...sums.values()].toSorted((a, b) => b.total - a.total || (a.ip < b.ip ? -1 : 1));
}

/** Returns the resources, busiest first. */
export function sumResources(days: readonly DayFigures[]): UsageReport['resources'] {
  const sums = new Map<string, number>();
  for (const { resources } of days) {
    for (const [resource, total] of Object.entries(resources)) sums.set(resource, (sums.get(resource) ?? 0) + total);
  }
  return [...sums]
    .map(([resource, total]) => ({ resource, total }))
    .toSorted((a, b) => b.total - a.total || (a.resource < b.resource ? -1 : 1));
}

export function sum<T>(of: readonly T[], figure: (one: T) => number): number {
  return of.reduce((total, one) => total + figure(one), 0);
}

function everyDay(days: readonly DayFigures[], period: UsagePeriod): readonly UsageDay[] {
  const known = new Map(days.map((day) => [day.date, day]));
  return daysOf(period).map(
    (date) => known.get(date) ?? { date, total: 0, success: 0, clientError: 0, serverError: 0, refused: {} },
  );
}

function later(left: string | null, right: string): string {
  return left === null || right > left ? right : left;
}

function latest(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}
