import { gunzipSync } from 'node:zlib';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import type { LogBatch } from '../domain/usage-counting/read-log-batch.ts';

/** Far more than fits into one delivery; what unpacks to more is none. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The lines of a delivery of CloudWatch Logs; null for the messages with which it tests that it may deliver. Throws for
 * anything else.
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
