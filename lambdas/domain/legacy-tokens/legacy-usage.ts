import type { Member } from '../model/records.ts';
import { LEGACY_CREDENTIALS } from '../usage-counting/usage-updates.ts';
import { latestPeriod, type UsagePeriod } from '../usage-figures/usage-period.ts';
import type { UsageReader } from '../usage-figures/usage-reader.ts';
import { sum, sumIps, sumResources } from '../usage-figures/usage-report.ts';

type MemberName = Pick<Member, 'userId' | 'email'>;

/** Calls with Bearer tokens in the last 30 days. */
export interface LegacyUsage {
  /** Of all users, including those who were removed. */
  readonly total: number;
  /** Calls with a 2xx or 3xx response: what turning legacy tokens off would break. */
  readonly success: number;
  /** The users who called, busiest first. */
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

const LISTED_IPS = 10;
/** A page of the hub waits for the figures: for a user with many IP addresses, the newest days are enough. */
const READ_IPS = 500;
/** The users who called last; the total covers all users. */
const LISTED_USERS = 50;

export async function legacyUsage(
  reader: UsageReader,
  partnerId: string,
  members: readonly MemberName[],
  nowMs: number,
): Promise<LegacyUsage> {
  const period = latestPeriod(nowMs);
  const [days, lastUses] = await Promise.all([
    reader.listDays(partnerId, LEGACY_CREDENTIALS, period),
    reader.findLastUses(
      partnerId,
      members.map(({ userId }) => userId),
    ),
  ]);
  const lastUsedAt = ({ userId }: MemberName) => lastUses.get(userId)?.atMs ?? 0;
  const callers = members
    .filter((member) => lastUsedAt(member) >= Date.parse(period.from))
    .toSorted((a, b) => lastUsedAt(b) - lastUsedAt(a))
    .slice(0, LISTED_USERS);
  const users: LegacyUserUsage[] = [];
  // One after the other, so that a partner with many users leaves read capacity to the others.
  for (const caller of callers)
    users.push(await usageOf(reader, partnerId, { ...caller, lastUsedAtMs: lastUsedAt(caller) }, period));
  return {
    total: sum(days, ({ total }) => total),
    success: sum(days, ({ success }) => success),
    users: users.filter(({ total }) => total > 0).toSorted((a, b) => b.total - a.total || (a.email < b.email ? -1 : 1)),
  };
}

async function usageOf(
  reader: UsageReader,
  partnerId: string,
  { userId, email, lastUsedAtMs }: MemberName & { readonly lastUsedAtMs: number },
  period: UsagePeriod,
): Promise<LegacyUserUsage> {
  const [days, { addresses }] = await Promise.all([
    reader.listDays(partnerId, userId, period),
    reader.listIps(partnerId, userId, period, READ_IPS),
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
