import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { StreamRange, StreamReader } from '../../domain/notices/replay-notices.ts';

/** A page may be empty although more follow: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const MAX_EMPTY_PAGES = 50;

export class DynamoDbStreamReader implements StreamReader {
  readonly #client: DynamoDBStreamsClient;
  readonly #arnOf: (named: string) => Promise<string>;

  /** `arnOf` maps the ARN in a dead letter to the ARN at which the stream responds. */
  constructor(client: DynamoDBStreamsClient, arnOf: (named: string) => Promise<string>) {
    this.#client = client;
    this.#arnOf = arnOf;
  }

  async read(range: StreamRange) {
    const records = await this.#recordsOf(range);
    return (
      records?.flatMap(({ eventName, dynamodb }) => (eventName === 'INSERT' ? [dynamodb?.NewImage as unknown] : [])) ??
      null
    );
  }

  async #recordsOf({ streamArn, shardId, first, last }: StreamRange): Promise<StreamRecord[] | null> {
    const found: StreamRecord[] = [];
    let emptyPages = 0;
    try {
      let iterator = await this.#iterator(await this.#arnOf(streamArn), shardId, first);
      while (iterator !== undefined) {
        const { Records = [], NextShardIterator } = await this.#client.send(
          new GetRecordsCommand({ ShardIterator: iterator }),
        );
        // The stream may have forgotten the beginning without an error.
        if (found.length === 0 && Records[0] !== undefined && numberOf(Records[0]) !== BigInt(first)) return null;
        found.push(...Records.filter((record) => numberOf(record) <= BigInt(last)));
        if (Records.some((record) => numberOf(record) >= BigInt(last))) return found;
        emptyPages = Records.length === 0 ? emptyPages + 1 : 0;
        if (emptyPages > MAX_EMPTY_PAGES) throw new DependencyError('dynamodb-streams', 'The stream gave no records.');
        iterator = NextShardIterator;
      }
      // The shard is closed and holds no more.
      return found.length === 0 ? null : found;
    } catch (error) {
      if (error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException) return null;
      throw DependencyError.from('dynamodb-streams', 'The stream could not be read', error);
    }
  }

  async #iterator(StreamArn: string, ShardId: string, SequenceNumber: string): Promise<string | undefined> {
    const command = { StreamArn, ShardId, SequenceNumber, ShardIteratorType: 'AT_SEQUENCE_NUMBER' } as const;
    return (await this.#client.send(new GetShardIteratorCommand(command))).ShardIterator;
  }
}

function numberOf({ dynamodb }: StreamRecord): bigint {
  return BigInt(dynamodb?.SequenceNumber ?? -1);
}
