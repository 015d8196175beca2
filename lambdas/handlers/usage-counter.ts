import type { CloudWatchLogsEvent } from 'aws-lambda';
import { countUsage } from '../domain/count-usage.ts';
import { errorFields, log } from '../http/log.ts';
import { readLogDelivery } from '../http/log-delivery.ts';
import { type UsageCounterRuntime, usageCounterRuntime } from '../runtime.ts';

/** Called by CloudWatch Logs with lines of the Partner API's access log and of its authorizer. */
export function createUsageCounter({ counters }: UsageCounterRuntime) {
  return async function countLogBatch(event: CloudWatchLogsEvent): Promise<void> {
    const batch = readLogDelivery(event);
    if (batch === null) return;
    const report = (error: unknown) => log('error', 'usage_not_counted', errorFields(error));
    const result = await countUsage(batch, { counters, report, nowMs: Date.now() });
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
  };
}

export const handler = createUsageCounter(usageCounterRuntime());
