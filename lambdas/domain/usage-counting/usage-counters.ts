import type { LoggedRefusal } from './refusal-log-line.ts';
import type { SeenIp, UsageUpdate } from './usage-updates.ts';

/** A transaction has at most 100 items; one of them is the mark. */
export const MAX_UPDATES = 99;

/** Written in one transaction. */
export interface UsageChunk {
  /** Identifies the chunk; the same each time the batch is delivered. */
  readonly mark: string;
  /** At most MAX_UPDATES. */
  readonly updates: readonly UsageUpdate[];
}

/** The latest verified call with a credential, also if it was refused. */
export interface CredentialUse {
  readonly credentialId: string;
  readonly requestId: string;
  readonly atMs: number;
  readonly status: number;
  readonly ip: string | null;
}

/** The first use of a deleted key on a day. */
export interface RevokedUse {
  readonly keyId: string;
  readonly day: string;
  readonly atMs: number;
  readonly ip: string | null;
}

/** A refusal that a partner can look up. */
export interface ExplainableRefusal extends LoggedRefusal {
  readonly ofPartner: string;
}

/** Writes the usage figures. Every method can be repeated without another effect, and throws a DependencyError. */
export interface UsageCounters {
  /** Returns the partners that exist. */
  findPartners(partnerIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Adds to the figures in one transaction, unless the mark exists: then it writes nothing and returns `counted_already`. */
  count(partnerId: string, chunk: UsageChunk, nowMs: number): Promise<'counted' | 'counted_already'>;
  /** Keeps a later use. */
  recordLastUse(partnerId: string, use: CredentialUse): Promise<void>;
  /** Keeps a later time; does nothing if the item does not exist. */
  recordSeen(partnerId: string, seen: SeenIp): Promise<void>;
  /** Writes one record for each key and day. */
  recordRevokedUse(partnerId: string, use: RevokedUse): Promise<void>;
  recordRefusal(refusal: ExplainableRefusal): Promise<void>;
  /** Marks the batch as measured; returns false if it is marked already. */
  markMeasured(batchId: string, nowMs: number): Promise<boolean>;
}
