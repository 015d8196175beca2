import type { LoggedRefusal } from './refusal-log-line.ts';
import type { SeenIp, UsageUpdate } from './usage-updates.ts';

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
export interface CredentialUse {
  readonly credentialId: string;
  readonly requestId: string;
  readonly atMs: number;
  readonly status: number;
  readonly ip: string | null;
}

/** A deleted key was used on a day. */
export interface RevokedUse {
  readonly keyId: string;
  readonly day: string;
  readonly atMs: number;
  readonly ip: string | null;
}

/** A refusal that its partner may have explained. */
export interface ExplainableRefusal extends LoggedRefusal {
  readonly ofPartner: string;
}

/** The figures as they are counted. Every method can be repeated without another effect; all throw a DependencyError. */
export interface UsageCounters {
  /** Those of the partners that exist. */
  findPartners(partnerIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** One transaction. `counted_already`: the mark was there, and nothing is written. Creates what is not there; touches no key. */
  count(partnerId: string, chunk: UsageChunk, nowMs: number): Promise<'counted' | 'counted_already'>;
  /** Unless a later one is there. */
  recordLastUse(partnerId: string, use: CredentialUse): Promise<void>;
  /** Unless it was seen later, or its item is not there. */
  recordSeen(partnerId: string, seen: SeenIp): Promise<void>;
  /** Once for each key and day. */
  recordRevokedUse(partnerId: string, use: RevokedUse): Promise<void>;
  recordRefusal(refusal: ExplainableRefusal): Promise<void>;
  /** Whether the batch was not marked so before. */
  markMeasured(batchId: string, nowMs: number): Promise<boolean>;
}
