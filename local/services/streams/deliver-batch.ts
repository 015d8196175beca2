import { randomUUID } from 'node:crypto';
import type { InvocationResult, Invoke } from '../../functions/invocation.ts';
import type { EventSourceMappingDefinition } from '../../template/application.ts';
import type { StreamRecord } from './stream-client.ts';

export interface DeliveryOptions {
  readonly mapping: EventSourceMappingDefinition;
  readonly region: string;
  readonly shardId: string;
  readonly invoke: Invoke;
  /** Sends a message to a queue. */
  readonly sendDeadLetter: (queueArn: string, body: string) => void;
  /** Resolves after a while, or when the run stops. */
  readonly pause: (ms: number) => Promise<void>;
  readonly stopped: () => boolean;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Calls the function with a batch until every record is processed, as Lambda does with a shard: records after a failing one
 * wait for it. A failing batch is halved if the mapping requires it; records with too many attempts, and old ones, go to the
 * dead-letter queue. Returns false if the run stopped before the end.
 */
export async function deliverBatch(batch: readonly StreamRecord[], options: DeliveryOptions): Promise<boolean> {
  const { mapping, pause, stopped } = options;
  let rest = batch;
  let attempts = 0;
  while (rest.length > 0) {
    const old = rest.findLastIndex((record) => ageSeconds(record) > mapping.maximumRecordAgeSeconds) + 1;
    if (old > 0) {
      sendToDeadLetters(rest.slice(0, old), 'RecordAgeExceeded', attempts, options);
      rest = rest.slice(old);
      attempts = 0;
      continue;
    }
    const failedAt = firstFailure(rest, await options.invoke(mapping.functionArn, eventOf(rest, options)));
    if (stopped()) return false;
    if (failedAt === null) return true;
    // After partial success the rest is a new batch, whose attempts are counted from one.
    attempts = failedAt === 0 ? attempts + 1 : 1;
    rest = rest.slice(failedAt);
    if (attempts > mapping.maximumRetryAttempts) {
      sendToDeadLetters(rest, 'RetryAttemptsExhausted', attempts, options);
      return true;
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS));
    if (stopped()) return false;
    if (mapping.bisectBatch && rest.length > 1) {
      const middle = Math.ceil(rest.length / 2);
      if (!(await deliverBatch(rest.slice(0, middle), options))) return false;
      rest = rest.slice(middle);
      attempts = 0;
    }
  }
  return true;
}

/** Returns the index of the first record to retry; null if all are processed. */
function firstFailure(batch: readonly StreamRecord[], result: InvocationResult): number | null {
  if (result.kind !== 'result') return 0;
  // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html: no result, or an empty list, is success.
  const { batchItemFailures = [] } = (result.payload ?? {}) as { batchItemFailures?: { itemIdentifier?: unknown }[] };
  if (!Array.isArray(batchItemFailures)) return 0;
  const failed = batchItemFailures.map((failure) =>
    batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  if (failed.length === 0) return null;
  // An identifier that is not in the batch fails the whole batch.
  return Math.max(0, Math.min(...failed));
}

function eventOf(batch: readonly StreamRecord[], { mapping, region }: DeliveryOptions) {
  return {
    Records: batch.map((record) => ({ ...record, awsRegion: region, eventSourceARN: mapping.streamArn })),
  };
}

function ageSeconds({ dynamodb }: StreamRecord): number {
  return Date.now() / 1000 - dynamodb.ApproximateCreationDateTime;
}

/** Reports where the records are, not what they contain: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function sendToDeadLetters(
  records: readonly StreamRecord[],
  condition: 'RecordAgeExceeded' | 'RetryAttemptsExhausted',
  attempts: number,
  { mapping, shardId, sendDeadLetter }: DeliveryOptions,
): void {
  const [first, last] = [records[0]?.dynamodb, records.at(-1)?.dynamodb];
  if (mapping.deadLetterArn === null || first === undefined || last === undefined) return;
  const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: timeOf(first.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: timeOf(last.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
  sendDeadLetter(mapping.deadLetterArn, JSON.stringify(body));
}
