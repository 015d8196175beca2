import { inParallel } from '../base/in-parallel.ts';
import { type LogBatch, type ReadBatch, readLogBatch } from './read-log-batch.ts';
import type { UsageCounters } from './usage-counters.ts';
import { batchIdOf, namedPartners, type PartnerPlan, planBatch } from './usage-plan.ts';

const PARTNERS_AT_ONCE = 4;
const WRITES_AT_ONCE = 8;

export interface CountingOptions {
  readonly counters: UsageCounters;
  /** Called with each error. */
  readonly report: (error: unknown) => void;
  readonly nowMs: number;
}

export interface CountingResult {
  readonly lines: number;
  readonly calls: number;
  readonly malformed: number;
  readonly repeated: number;
  readonly partners: number;
  /** Chunks that were counted in an earlier delivery of the batch. */
  readonly chunksCountedBefore: number;
  /** Failed partners and failed single writes. If there are any, the batch must be retried. */
  readonly failures: number;
  /** Time since the oldest line of the batch was written. */
  readonly lagMs: number;
  /** When the newest line was written, at the latest now. */
  readonly newestMs: number;
  /** Refusals in the authorizer's log, by the code in the response. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Counts a batch of log lines, each partner separately (ADR 11). What was counted before is not counted again. */
export async function countUsage(
  batch: LogBatch,
  { counters, report, nowMs }: CountingOptions,
): Promise<CountingResult> {
  const read = readLogBatch(batch);
  const named = namedPartners(read);
  const existing = named.length === 0 ? new Set<string>() : await counters.findPartners(named);
  const plans = planBatch(batchIdOf(batch), read, existing);
  let chunksCountedBefore = 0;
  let failures = 0;
  const note = (errors: readonly unknown[]) => {
    failures += errors.length;
    for (const error of errors) report(error);
  };
  const countPartner = async (plan: PartnerPlan) => {
    for (const chunk of plan.chunks) {
      if ((await counters.count(plan.partnerId, chunk, nowMs)) === 'counted_already') chunksCountedBefore += 1;
    }
    note(await inParallel(repeatableWrites(plan, counters), WRITES_AT_ONCE, (write) => write()));
  };
  note(await inParallel(plans, PARTNERS_AT_ONCE, countPartner));
  const times = batch.events.map(({ timestampMs }) => Math.min(timestampMs, nowMs));
  const oldestMs = times.reduce((oldest, timeMs) => Math.min(oldest, timeMs), nowMs);
  return {
    lines: batch.events.length,
    calls: read.calls.length,
    malformed: read.malformed,
    repeated: read.repeated,
    partners: plans.length,
    chunksCountedBefore,
    failures,
    lagMs: nowMs - oldestMs,
    newestMs: times.reduce((newest, timeMs) => Math.max(newest, timeMs), oldestMs),
    refused: refusedByCode(read),
  };
}

function refusedByCode({ refusals }: ReadBatch): ReadonlyMap<string, number> {
  const refused = new Map<string, number>();
  for (const { code } of refusals) refused.set(code, (refused.get(code) ?? 0) + 1);
  return refused;
}

/** Returns the writes that can be repeated without another effect. They come after the chunks, because some update the chunks' items. */
function repeatableWrites(plan: PartnerPlan, counters: UsageCounters): (() => Promise<void>)[] {
  const { partnerId, lastUses, seen, revokedUses, refusals } = plan;
  return [
    ...lastUses.map((use) => () => counters.recordLastUse(partnerId, use)),
    ...seen.map((one) => () => counters.recordSeen(partnerId, one)),
    ...revokedUses.map((use) => () => counters.recordRevokedUse(partnerId, use)),
    ...refusals.map((refusal) => () => counters.recordRefusal(refusal)),
  ];
}
