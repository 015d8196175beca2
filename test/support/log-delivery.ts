import { gzipSync } from 'node:zlib';
import type { CloudWatchLogsEvent } from 'aws-lambda';

/** What CloudWatch Logs hands these lines over as. */
export function logDelivery(
  messages: readonly string[],
  { messageType = 'DATA_MESSAGE', logStream = 'stream', timestampMs = Date.now() } = {},
): CloudWatchLogsEvent {
  const delivery = {
    messageType,
    owner: '000000000000',
    logGroup: 'group',
    logStream,
    subscriptionFilters: ['filter'],
    logEvents: messages.map((message, id) => ({ id: String(id), timestamp: timestampMs, message })),
  };
  return { awslogs: { data: gzipSync(JSON.stringify(delivery)).toString('base64') } };
}
