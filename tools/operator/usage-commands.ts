import type { CloudWatchLogsEvent } from 'aws-lambda';
import { type DeadLetters, replayDeadLetters } from '../../lambdas/domain/operations/replay-dead-letters.ts';
import { countUsage } from '../../lambdas/domain/usage-counting/count-usage.ts';
import type { UsageCounters } from '../../lambdas/domain/usage-counting/usage-counters.ts';
import { readLogDelivery } from '../../lambdas/http/log-delivery.ts';
import { OperatorError } from './operator-error.ts';

export interface OperatorUsage {
  readonly counters: UsageCounters;
  readonly deadLetters: DeadLetters;
}

/** Counts the batches at which the function failed. Whatever it had already counted is not counted again. */
export async function replayUsage(usage: OperatorUsage): Promise<string> {
  const reasons = new Set<string>();
  const { done, failed } = await replayDeadLetters(usage.deadLetters, async (body) => {
    const report = (error: unknown) => reasons.add(error instanceof Error ? error.message : 'unknown error');
    try {
      const batch = readLogDelivery(JSON.parse(body) as CloudWatchLogsEvent);
      if (batch === null) return true;
      return (await countUsage(batch, { counters: usage.counters, report, nowMs: Date.now() })).failures === 0;
    } catch (error) {
      report(error);
      return false;
    }
  });
  if (failed > 0) {
    throw new OperatorError(
      `Counted ${done} log batches; ${failed} failed and are in the queue again after five minutes: ${[...reasons].join(' ')}`,
    );
  }
  return done === 0 ? 'No log batch waits to be counted.' : `Counted ${done} log batches.`;
}
