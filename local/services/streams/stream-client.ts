import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { readBody } from '../../servers/read-body.ts';

export interface StreamRecord {
  readonly eventName: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
  };
}

export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}

export interface StreamClient {
  /** Returns the ARN of the table's stream on the server. Throws if the table has no stream. */
  streamOf(tableName: string): Promise<string>;
  /** Returns parents before their children. */
  listShards(streamArn: string): Promise<readonly Shard[]>;
  /** Returns an iterator that starts after this sequence number, or at the oldest record. */
  iterator(streamArn: string, shardId: string, after: string | null): Promise<string>;
  /** Reads records. `next` is null at the end of a closed shard. */
  read(iterator: string): Promise<{ readonly records: readonly StreamRecord[]; readonly next: string | null }>;
}

const DYNAMODB = 'DynamoDB_20120810';
const STREAMS = 'DynamoDBStreams_20120810';
const TIMEOUT_MS = 10_000;

export interface StreamClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
}

/** Creates a client for DynamoDB Streams that returns records exactly as the server sends them, as Lambda passes them on. */
export function createStreamClient({ endpoint, region, accessKey }: StreamClientOptions): StreamClient {
  const call = async (target: string, operation: string, input: object): Promise<Record<string, unknown>> => {
    const date = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
    const scope = `${accessKey}/${date.slice(0, 8)}/${region}/dynamodb/aws4_request`;
    const { status, text } = await post(endpoint, JSON.stringify(input), {
      method: 'POST',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `${target}.${operation}`,
        'x-amz-date': date,
        // Local servers require credentials, but do not verify the signature.
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
    });
    if (status !== 200) throw new Error(`${operation} failed with ${status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };

  return {
    async streamOf(tableName) {
      const { Table } = (await call(DYNAMODB, 'DescribeTable', { TableName: tableName })) as {
        Table?: { LatestStreamArn?: string };
      };
      if (Table?.LatestStreamArn === undefined) throw new Error(`The table ${tableName} has no stream.`);
      return Table.LatestStreamArn;
    },
    async listShards(streamArn) {
      const shards: Shard[] = [];
      let last: string | undefined;
      do {
        const page = await call(STREAMS, 'DescribeStream', {
          StreamArn: streamArn,
          ...(last === undefined ? {} : { ExclusiveStartShardId: last }),
        });
        const { Shards = [], LastEvaluatedShardId } = page.StreamDescription as {
          Shards?: Shard[];
          LastEvaluatedShardId?: string;
        };
        shards.push(...Shards);
        last = LastEvaluatedShardId;
      } while (last !== undefined);
      return shards;
    },
    async iterator(streamArn, shardId, after) {
      const { ShardIterator } = await call(STREAMS, 'GetShardIterator', {
        StreamArn: streamArn,
        ShardId: shardId,
        ...(after === null
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
      });
      return String(ShardIterator);
    },
    async read(iterator) {
      const { Records, NextShardIterator } = await call(STREAMS, 'GetRecords', { ShardIterator: iterator });
      return { records: (Records ?? []) as StreamRecord[], next: (NextShardIterator as string | undefined) ?? null };
    },
  };
}

/** Not with `fetch`, which refuses the port of the embedded server as browsers do. */
async function post(url: string, body: string, options: RequestOptions): Promise<{ status: number; text: string }> {
  const outgoing = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options).end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: (await readBody(response)).toString('utf8') };
}
