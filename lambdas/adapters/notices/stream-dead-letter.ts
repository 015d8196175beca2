import type { StreamRange } from '../../domain/notices/replay-notices.ts';

/**
 * Returns the range that a dead letter of the event source mapping points to. Throws an Error for any other message.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function parseStreamDeadLetter(body: string): StreamRange {
  const { DDBStreamBatchInfo: info } = JSON.parse(body) as { DDBStreamBatchInfo?: Record<string, unknown> };
  const text = (name: string, form = /./): string => {
    const value = info?.[name];
    if (typeof value === 'string' && form.test(value)) return value;
    throw new Error(`A message of the queue is no dead letter of a stream: it has no ${name}.`);
  };
  return {
    streamArn: text('streamArn'),
    shardId: text('shardId'),
    first: text('startSequenceNumber', /^\d+$/),
    last: text('endSequenceNumber', /^\d+$/),
    from: text('approximateArrivalOfFirstRecord'),
    to: text('approximateArrivalOfLastRecord'),
  };
}
