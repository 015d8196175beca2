import type { CloudWatchLogsEvent } from 'aws-lambda';
import { type CountingResult, countUsage } from '../domain/usage-counting/count-usage.ts';
import { batchIdOf } from '../domain/usage-counting/usage-plan.ts';
import { MetricName } from '../env.ts';
import { errorFields, log } from '../http/log.ts';
import { readLogDelivery } from '../http/log-delivery.ts';
import type { Metrics } from '../http/metrics.ts';
import { type UsageCounterRuntime, usageCounterRuntime } from '../runtime/background.ts';

/** Called by CloudWatch Logs with lines of the Partner API's access log and of its authorizer. */
export function createUsageCounter({ counters, metrics }: UsageCounterRuntime) {
  return async function countLogBatch(event: CloudWatchLogsEvent): Promise<void> {
    const batch = readLogDelivery(event);
    if (batch === null) return;
    const report = (error: unknown) => log('error', 'usage_not_counted', errorFields(error));
    const nowMs = Date.now();
    const result = await countUsage(batch, { counters, report, nowMs });
    log('info', 'usage_counted', {
      log_group: batch.logGroup,
      lines: result.lines,
      calls: result.calls,
      malformed: result.malformed,
      repeated: result.repeated,
      partners: result.partners,
      chunks_counted_before: result.chunksCountedBefore,
      failures: result.failures,
      lag_ms: result.lagMs,
    });
    // Lambda tries the batch again, and what was counted is not counted again.
    if (result.failures > 0) throw new Error('Some of the batch was not counted.');
    if (await counters.markMeasured(batchIdOf(batch), nowMs)) measure(metrics, result, nowMs);
  };
}

/** Once for each batch, when all of it is counted: what is in the metrics is in the partners' figures. */
function measure(metrics: Metrics, result: CountingResult, nowMs: number): void {
  const { lines, calls, malformed, lagMs, newestMs, refused } = result;
  metrics.put({ atMs: nowMs, values: { [MetricName.COUNTING_LAG]: lagMs, [MetricName.MALFORMED_LINES]: malformed } });
  // Under the time of the calls, so that a backlog that is worked off is no wave of refusals.
  metrics.put({ atMs: newestMs, values: { [MetricName.LOG_LINES]: lines, [MetricName.COUNTED_CALLS]: calls } });
  for (const [code, count] of refused) {
    metrics.put({ atMs: newestMs, values: { [MetricName.REFUSED]: count }, code });
  }
}

export const handler = createUsageCounter(usageCounterRuntime());
