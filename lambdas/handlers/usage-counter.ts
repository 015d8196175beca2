import type { CloudWatchLogsEvent } from 'aws-lambda';
import { type CountingResult, countUsage } from '../domain/usage-counting/count-usage.ts';
import { batchIdOf } from '../domain/usage-counting/usage-plan.ts';
import { MetricName } from '../env.ts';
import { errorFields, log } from '../http/log.ts';
import { readLogDelivery } from '../http/log-delivery.ts';
import type { Metrics } from '../http/metrics.ts';
import { type UsageCounterRuntime, usageCounterRuntime } from '../runtime/background.ts';

/** CloudWatch Logs calls it with lines of the Partner API's access log and of its authorizer's log. */
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
    // Lambda retries the batch; what was counted is not counted again.
    if (result.failures > 0) throw new Error('Some of the batch was not counted.');
    if (await counters.markMeasured(batchIdOf(batch), nowMs)) measure(metrics, result, nowMs);
  };
}

/** Measures a batch once, after all of it is counted, so that the metrics agree with the partners' figures. */
function measure(metrics: Metrics, result: CountingResult, nowMs: number): void {
  const { lines, calls, malformed, lagMs, newestMs, refused } = result;
  metrics.put({ atMs: nowMs, values: { [MetricName.COUNTING_LAG]: lagMs, [MetricName.MALFORMED_LINES]: malformed } });
  // At the time of the calls, so that processing a backlog does not look like a wave of refusals.
  metrics.put({ atMs: newestMs, values: { [MetricName.LOG_LINES]: lines, [MetricName.COUNTED_CALLS]: calls } });
  for (const [code, count] of refused) {
    metrics.put({ atMs: newestMs, values: { [MetricName.REFUSED]: count }, code });
  }
}

export const handler = createUsageCounter(usageCounterRuntime());
