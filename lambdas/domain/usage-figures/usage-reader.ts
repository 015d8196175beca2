import type { UsagePeriod } from './usage-period.ts';

/** What a credential did on one day (UTC), as ADR 11 counts it. */
export interface DayFigures {
  readonly date: string;
  readonly total: number;
  /** 2xx and 3xx. */
  readonly success: number;
  readonly clientError: number;
  readonly serverError: number;
  /** By code; a 401 by its reason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly resources: Readonly<Record<string, number>>;
  /** Calls from addresses that were not kept one by one. */
  readonly otherAddresses: { readonly total: number; readonly success: number };
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** What a credential did from one address on one day. */
export interface IpFigures {
  readonly ip: string;
  readonly total: number;
  readonly success: number;
  /** Epoch milliseconds; null where the call was counted and its time not yet written down. */
  readonly lastSeenMs: number | null;
}

export interface LastUse {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly ip: string | null;
  readonly status: number;
}

/**
 * Usage figures of one partner. A credential is a key's ID, a user's subject, or one of `*all`, `*legacy` and `*unknown`;
 * one that never called has no figures. Every method reads a bounded number of items and throws a DependencyError.
 */
export interface UsageReader {
  /** The days of the period that have figures, oldest first. */
  listDays(partnerId: string, credentialId: string, period: UsagePeriod): Promise<readonly DayFigures[]>;
  /**
   * An entry for each day and address, newest days first; `complete` is false if there are more than are read.
   * @param atMost - how many are read, never more than the reader's own limit
   */
  listIps(
    partnerId: string,
    credentialId: string,
    period: UsagePeriod,
    atMost?: number,
  ): Promise<{ readonly addresses: readonly IpFigures[]; readonly complete: boolean }>;
  /** By credential, for those that were ever used. */
  findLastUses(partnerId: string, credentialIds: readonly string[]): Promise<ReadonlyMap<string, LastUse>>;
}
