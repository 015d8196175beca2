import type { UsagePeriod } from './usage-period.ts';

/** The calls with a credential on one day in UTC (ADR 11). */
export interface DayFigures {
  readonly date: string;
  readonly total: number;
  /** 2xx and 3xx. */
  readonly success: number;
  readonly clientError: number;
  readonly serverError: number;
  /** By code, or by the reason of a 401. */
  readonly refused: Readonly<Record<string, number>>;
  readonly resources: Readonly<Record<string, number>>;
  /** Calls from IP addresses that are not counted one by one. */
  readonly otherAddresses: { readonly total: number; readonly success: number };
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** The calls with a credential from one IP address on one day. */
export interface IpFigures {
  readonly ip: string;
  readonly total: number;
  readonly success: number;
  /** Epoch milliseconds; null if it is not stored yet. */
  readonly lastSeenMs: number | null;
}

export interface LastUse {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly ip: string | null;
  readonly status: number;
}

/**
 * Reads usage figures. A credential is a key's ID, a user's ID, or one of `*all`, `*legacy` and `*unknown`; without calls
 * it has no figures. Every method reads a bounded number of items and throws a DependencyError.
 */
export interface UsageReader {
  /** Returns the days of the period that have figures, oldest first. */
  listDays(partnerId: string, credentialId: string, period: UsagePeriod): Promise<readonly DayFigures[]>;
  /**
   * Returns an entry for each day and IP address, newest days first; `complete` is false if there are more than it reads.
   * @param atMost - how many entries to read; the reader's own limit applies as well
   */
  listIps(
    partnerId: string,
    credentialId: string,
    period: UsagePeriod,
    atMost?: number,
  ): Promise<{ readonly addresses: readonly IpFigures[]; readonly complete: boolean }>;
  /** Returns the last uses by credential, without credentials that were never used. */
  findLastUses(partnerId: string, credentialIds: readonly string[]): Promise<ReadonlyMap<string, LastUse>>;
}
