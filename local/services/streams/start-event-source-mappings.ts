import { setTimeout as delay } from 'node:timers/promises';
import type { LogLine } from '../../files/log-files.ts';
import type { Invoke } from '../../functions/invocation.ts';
import type { PolicyRequest } from '../../policy/policy-document.ts';
import type { EventSourceMappingDefinition } from '../../template/application.ts';
import { deliverBatch } from './deliver-batch.ts';
import type { Shard, StreamClient } from './stream-client.ts';
import { StreamPositions } from './stream-positions.ts';

const POLL_MS = 250;

export interface EventSourceMappingsOptions {
  readonly mappings: readonly EventSourceMappingDefinition[];
  readonly region: string;
  readonly client: StreamClient;
  /** Stores the position in each shard. */
  readonly positionsFile: string;
  /** Checks whether a function's role allows what Lambda does on its behalf. */
  readonly allows: (functionArn: string, request: PolicyRequest) => boolean;
  readonly invoke: Invoke;
  readonly sendDeadLetter: (queueArn: string, body: string) => void;
  readonly log: LogLine;
}

export interface EventSourceMappings {
  close(): void;
}

/**
 * Reads the streams of tables for functions, as Lambda does: each shard separately and in order, at first from its oldest
 * record, then from the stored position. A record may be delivered twice, because the position is stored after the delivery.
 * Throws, as creating a mapping does, if the function's role lacks a permission that Lambda needs.
 */
export async function startEventSourceMappings(options: EventSourceMappingsOptions): Promise<EventSourceMappings> {
  const { mappings, client, positionsFile } = options;
  for (const mapping of mappings) expectPermission(mapping, options);
  const positions = new StreamPositions(positionsFile);
  const abort = new AbortController();
  const readers = await Promise.all(
    mappings.map(async (mapping) => ({ mapping, serverArn: await client.streamOf(mapping.tableName) })),
  );
  for (const { mapping, serverArn } of readers) void followStream(mapping, serverArn, positions, abort.signal, options);
  return { close: () => abort.abort() };
}

function expectPermission(mapping: EventSourceMappingDefinition, { allows }: EventSourceMappingsOptions): void {
  const { functionArn, streamArn, deadLetterArn } = mapping;
  const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
  const needed: [action: string, resource: string][] = [
    ...reading.map((action): [string, string] => [`dynamodb:${action}`, streamArn]),
    ...(deadLetterArn === null ? [] : [['sqs:SendMessage', deadLetterArn] as [string, string]]),
  ];
  for (const [action, resource] of needed) {
    if (allows(functionArn, { action, resource, context: {} })) continue;
    throw new Error(
      `The event source mapping ${mapping.name} cannot be created: the function's role does not allow ${action} on ${resource}.`,
    );
  }
}

async function followStream(
  mapping: EventSourceMappingDefinition,
  serverArn: string,
  positions: StreamPositions,
  signal: AbortSignal,
  options: EventSourceMappingsOptions,
): Promise<void> {
  const known = new Set<string>();
  const ended = new Set<string>();
  // The children of a closed shard are read after it.
  const discover = async (): Promise<void> => {
    const shards = await untilSuccess(() => options.client.listShards(serverArn), signal, options);
    if (shards === null) return;
    const listed = new Set(shards.map(({ ShardId }) => ShardId));
    const isDue = ({ ParentShardId: parent }: Shard) =>
      parent === undefined || !listed.has(parent) || ended.has(parent);
    for (const shard of shards) {
      if (known.has(shard.ShardId) || !isDue(shard)) continue;
      known.add(shard.ShardId);
      void followShard(mapping, serverArn, shard.ShardId, positions, signal, options).then(() => {
        ended.add(shard.ShardId);
        if (!signal.aborted) return discover();
      });
    }
  };
  await discover();
}

/** Delivers the records of a shard until it is closed or the run stops. */
async function followShard(
  mapping: EventSourceMappingDefinition,
  serverArn: string,
  shardId: string,
  positions: StreamPositions,
  signal: AbortSignal,
  options: EventSourceMappingsOptions,
): Promise<void> {
  const { client, region, invoke, sendDeadLetter } = options;
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});
  const delivery = { mapping, region, shardId, invoke, sendDeadLetter, pause, stopped: () => signal.aborted };
  const shard = [mapping.name, serverArn, shardId] as const;
  let iterator: string | null = null;
  while (!signal.aborted) {
    const page = await untilSuccess(
      async () => client.read(iterator ?? (await client.iterator(serverArn, shardId, positions.find(shard)))),
      signal,
      options,
      // The iterator may have expired; the stored position gives a new one.
      () => {
        iterator = null;
      },
    );
    if (page === null) return;
    const wanted = page.records.filter((record) => mapping.filters.some((filter) => filter.matches(record)));
    for (let from = 0; from < wanted.length; from += mapping.batchSize) {
      const batch = wanted.slice(from, from + mapping.batchSize);
      if (!(await deliverBatch(batch, delivery))) return;
      positions.set(shard, batch.at(-1)?.dynamodb.SequenceNumber ?? '');
    }
    const last = page.records.at(-1);
    if (last !== undefined && !signal.aborted) positions.set(shard, last.dynamodb.SequenceNumber);
    if (page.next === null) return;
    iterator = page.next;
    if (last === undefined) await pause(POLL_MS);
  }
}

/** Retries until the attempt succeeds. Returns null when the run stops. */
async function untilSuccess<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  { log }: EventSourceMappingsOptions,
  onFailure: () => void = () => {},
): Promise<T | null> {
  while (!signal.aborted) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) break;
      log(JSON.stringify({ time: new Date().toISOString(), error: String(error) }));
      onFailure();
      await delay(POLL_MS, undefined, { signal }).catch(() => {});
    }
  }
  return null;
}
