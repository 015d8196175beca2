import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';

export interface StreamPlace {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** PK and SK of what was written. */
  readonly key: string;
  readonly eventName: string;
}

export function streamsClient(endpoint: string): DynamoDBStreamsClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBStreamsClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
}

export async function streamArnOf(client: DynamoDBClient, TableName: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.LatestStreamArn === undefined) throw new Error(`The table ${TableName} has no stream.`);
  return Table.LatestStreamArn;
}

export async function addStream(client: DynamoDBClient, TableName: string): Promise<string> {
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
  await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  return streamArnOf(client, TableName);
}

/** Where everything is that the stream has, shard by shard and in order. */
export async function placesIn(streams: DynamoDBStreamsClient, StreamArn: string): Promise<StreamPlace[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const places: StreamPlace[] = [];
  for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
    const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let iterator = (await streams.send(new GetShardIteratorCommand(from))).ShardIterator;
    while (iterator !== undefined) {
      const { Records = [], NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      if (Records.length === 0) break;
      for (const { eventName = '', dynamodb } of Records) {
        const key = `${dynamodb?.Keys?.PK?.S} ${dynamodb?.Keys?.SK?.S}`;
        places.push({ shardId: ShardId, sequenceNumber: dynamodb?.SequenceNumber ?? '', key, eventName });
      }
      iterator = NextShardIterator;
    }
  }
  return places;
}

/** What Lambda puts on the queue for records that it gave up. */
export function streamLetter(streamArn: string, first: StreamPlace, last: StreamPlace = first): string {
  return JSON.stringify({
    requestContext: {
      requestId: '316aa6d0-8154-xmpl-9af7-85d5f4a6bc81',
      functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:notice-sender',
      condition: 'RecordAgeExceeded',
      approximateInvokeCount: 40,
    },
    version: '1.0',
    timestamp: '2026-11-24T20:00:00.000Z',
    DDBStreamBatchInfo: {
      shardId: first.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: '2026-11-24T08:00:00.000Z',
      approximateArrivalOfLastRecord: '2026-11-24T08:05:00.000Z',
      batchSize: 1,
      streamArn,
    },
  });
}
