import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import type { LogBatch } from '../domain/usage-counting/read-log-batch.ts';

/** Far more than one delivery holds. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Returns the lines of a delivery from CloudWatch Logs; null for a control message, which has none. Throws for anything else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
 */
export function readLogDelivery({ awslogs }: CloudWatchLogsEvent): LogBatch | null {
  const json = gunzipSync(Buffer.from(awslogs.data, 'base64'), { maxOutputLength: MAX_BYTES }).toString('utf8');
  const { messageType, logGroup, logStream, logEvents } = JSON.parse(json) as CloudWatchLogsDecodedData;
  if (messageType !== 'DATA_MESSAGE') return null;
  return {
    logGroup,
    logStream,
    events: logEvents.map(({ id, timestamp, message }) => ({ id, timestampMs: timestamp, message })),
  };
}
