import type { LoggedRefusal } from './refusal-log-line.ts';
import type { SeenAddress, UsageUpdate } from './usage-updates.ts';

/** Updates that one transaction takes beside its mark. */
export const MAX_UPDATES = 99;

/** What is written at once, or not at all. */
export interface UsageChunk {
  /** Of this batch of this partner; the same whenever the batch comes again. */
  readonly mark: string;
  /** At most MAX_UPDATES. */
  readonly updates: readonly UsageUpdate[];
}

/** The latest verified call with a credential, whatever became of it. */
export interface LastUse {
  readonly credentialId: string;
  readonly requestId: string;
  readonly atMs: number;
  readonly status: number;
  readonly address: string | null;
}

/** A deleted key was used on a day. */
export interface RevokedUse {
  readonly keyId: string;
  readonly day: string;
  readonly atMs: number;
  readonly address: string | null;
}

/** A refusal that its partner may have explained. */
export interface Denial extends LoggedRefusal {
  readonly ofPartner: string;
}

/** The figures as they are counted. Every method can be repeated without another effect; all throw a DependencyError. */
export interface UsageCounters {
  /** Those of the partners that exist. */
  findPartners(partnerIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** One transaction. `counted_already`: the mark was there, and nothing is written. Creates what is not there; touches no key. */
  count(partnerId: string, chunk: UsageChunk, nowMs: number): Promise<'counted' | 'counted_already'>;
  /** Unless a later one is there. */
  recordLastUse(partnerId: string, use: LastUse): Promise<void>;
  /** Unless it was seen later, or its item is not there. */
  recordSeen(partnerId: string, seen: SeenAddress): Promise<void>;
  /** Once for each key and day. */
  recordRevokedUse(partnerId: string, use: RevokedUse): Promise<void>;
  recordDenial(denial: Denial): Promise<void>;
}

/** A day's figures of a credential. */
export interface UsageDay {
  readonly day: string;
  readonly total: number;
  readonly success: number;
  readonly clientError: number;
  readonly serverError: number;
  /** Sum over the calls whose latency is known, and the number of these. */
  readonly latencyMs: number;
  readonly timed: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly resources: Readonly<Record<string, number>>;
  /** Calls from addresses that are not kept one by one, and those of them that went well. */
  readonly otherAddresses: number;
  readonly otherAddressesSuccess: number;
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** A day's figures of a credential and an address. */
export interface UsageAddress {
  readonly day: string;
  readonly address: string;
  readonly total: number;
  readonly success: number;
  /** null in the moments before it is known. */
  readonly lastSeenMs: number | null;
}

/** Days from one to another, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** At most 400 days are kept, and no more are asked for. */
export const MAX_DAYS = 400;

/** The figures of one partner, strongly consistent. All throw a DependencyError. */
export interface UsageRecords {
  /** Days without calls are left out. */
  listDays(partnerId: string, credentialId: string, period: Period): Promise<readonly UsageDay[]>;
  /** The newest days first. `complete`: whether these are all; there is an end to what one answer reads. */
  listAddresses(
    partnerId: string,
    credentialId: string,
    period: Period,
  ): Promise<{ readonly addresses: readonly UsageAddress[]; readonly complete: boolean }>;
  /** Of those of the credentials that were used. */
  findLastUses(partnerId: string, credentialIds: readonly string[]): Promise<readonly LastUse[]>;
}

/** Refusals, strongly consistent. Throws a DependencyError. */
export interface DenialRecords {
  /** null for one that is unknown, another partner's, or over. */
  find(partnerId: string, requestId: string, nowMs: number): Promise<Denial | null>;
}
