import { randomUUID } from 'node:crypto';
import type { InvocationResult } from '../../functions/function-pool.ts';
import type { EventSourceMappingDefinition } from '../../template/application.ts';
import type { StreamRecord } from './stream-client.ts';

export interface DeliveryOptions {
  readonly mapping: EventSourceMappingDefinition;
  readonly region: string;
  readonly shardId: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationResult>;
  /** Puts a message on a queue. */
  readonly sendDeadLetter: (queueArn: string, body: string) => void;
  /** Resolves after a while, or when the run stops. */
  readonly pause: (ms: number) => Promise<void>;
  readonly stopped: () => boolean;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Calls the function with a batch until nothing of it is left, as Lambda does with a shard: what comes after a record that
 * fails waits for it. A failing batch is halved if the mapping says so; what was tried too often or has become too old goes
 * to the dead letters. Answers false if the run stopped before.
 */
export async function deliverBatch(batch: readonly StreamRecord[], options: DeliveryOptions): Promise<boolean> {
  const { mapping, pause, stopped } = options;
  let left = batch;
  let tries = 0;
  while (left.length > 0) {
    const old = left.findLastIndex((record) => ageSeconds(record) > mapping.maximumRecordAgeSeconds) + 1;
    if (old > 0) {
      bury(left.slice(0, old), 'RecordAgeExceeded', tries, options);
      left = left.slice(old);
      tries = 0;
      continue;
    }
    const failedAt = firstFailure(left, await options.invoke(mapping.functionArn, eventOf(left, options)));
    if (stopped()) return false;
    if (failedAt === null) return true;
    // A batch of which something was done is not the one that was tried before.
    tries = failedAt === 0 ? tries + 1 : 1;
    left = left.slice(failedAt);
    if (tries > mapping.maximumRetryAttempts) {
      bury(left, 'RetryAttemptsExhausted', tries, options);
      return true;
    }
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS));
    if (stopped()) return false;
    if (mapping.bisectBatch && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      if (!(await deliverBatch(left.slice(0, middle), options))) return false;
      left = left.slice(middle);
      tries = 0;
    }
  }
  return true;
}

/** Index of the first record that has to come again; null if all are done. */
function firstFailure(batch: readonly StreamRecord[], result: InvocationResult): number | null {
  if (result.kind !== 'result') return 0;
  // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html: no answer, or an empty list, is success.
  const { batchItemFailures = [] } = (result.payload ?? {}) as { batchItemFailures?: { itemIdentifier?: unknown }[] };
  if (!Array.isArray(batchItemFailures)) return 0;
  const failed = batchItemFailures.map((failure) =>
    batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failure?.itemIdentifier),
  );
  if (failed.length === 0) return null;
  // One that names no record of the batch fails it as a whole.
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

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html: where the records are, not what they hold. */
function bury(
  records: readonly StreamRecord[],
  condition: 'RecordAgeExceeded' | 'RetryAttemptsExhausted',
  invocations: number,
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
      approximateInvokeCount: invocations,
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
