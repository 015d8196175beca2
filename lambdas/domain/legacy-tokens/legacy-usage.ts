import type { Member } from '../model/records.ts';
import { latestPeriod, type UsagePeriod } from '../usage-figures/usage-period.ts';
import type { UsageReader } from '../usage-figures/usage-reader.ts';
import { sum, sumIps, sumResources } from '../usage-figures/usage-report.ts';

type MemberName = Pick<Member, 'subject' | 'email'>;

/** Calls with Bearer tokens in the last 30 days. */
export interface LegacyUsage {
  /** Of all users, also of those that are removed by now. */
  readonly total: number;
  /** Of these, those that were answered with 2xx or 3xx: what a switch-off would break. */
  readonly success: number;
  /** Those who called, busiest first. */
  readonly users: readonly LegacyUserUsage[];
}

export interface LegacyUserUsage {
  readonly email: string;
  readonly total: number;
  readonly success: number;
  readonly lastUsedAtMs: number | null;
  /** The busiest ten. */
  readonly addresses: readonly string[];
  readonly resources: readonly string[];
}

const ALL_LEGACY = '*legacy';
const LISTED_IPS = 10;
/** For the ten busiest of each: the newest days of a user with many addresses are enough, and the page waits for it. */
const READ_IPS = 500;
/** Whose figures are read one by one: the latest to call. The total holds everybody's. */
const LISTED_USERS = 50;

export async function legacyUsage(
  reader: UsageReader,
  partnerId: string,
  members: readonly MemberName[],
  nowMs: number,
): Promise<LegacyUsage> {
  const period = latestPeriod(nowMs);
  const [days, lastUses] = await Promise.all([
    reader.listDays(partnerId, ALL_LEGACY, period),
    reader.findLastUses(
      partnerId,
      members.map(({ subject }) => subject),
    ),
  ]);
  const lastUsedAt = ({ subject }: MemberName) => lastUses.get(subject)?.atMs ?? 0;
  const callers = members
    .filter((member) => lastUsedAt(member) >= Date.parse(period.from))
    .toSorted((a, b) => lastUsedAt(b) - lastUsedAt(a))
    .slice(0, LISTED_USERS);
  const users: LegacyUserUsage[] = [];
  // One after the other: a partner with many users must not take what others read with.
  for (const caller of callers) users.push(await usageOf(reader, partnerId, caller, period, lastUsedAt(caller)));
  return {
    total: sum(days, ({ total }) => total),
    success: sum(days, ({ success }) => success),
    users: users.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total || (a.email < b.email ? -1 : 1)),
  };
}

async function usageOf(
  reader: UsageReader,
  partnerId: string,
  { subject, email }: MemberName,
  period: UsagePeriod,
  lastUsedAtMs: number,
): Promise<LegacyUserUsage> {
  const [days, { addresses }] = await Promise.all([
    reader.listDays(partnerId, subject, period),
    reader.listIps(partnerId, subject, period, READ_IPS),
  ]);
  return {
    email,
    total: sum(days, ({ total }) => total),
    success: sum(days, ({ success }) => success),
    lastUsedAtMs,
    addresses: sumIps(addresses)
      .slice(0, LISTED_IPS)
      .map(({ ip }) => ip),
    resources: sumResources(days).map(({ resource }) => resource),
  };
}
