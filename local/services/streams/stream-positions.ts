import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';

type Shard = readonly [mapping: string, streamArn: string, shardId: string];

/** Stores the position of each mapping in each shard: the sequence number of the last processed record. */
export class StreamPositions {
  readonly #file: string;
  readonly #positions: Record<string, string>;

  constructor(file: string) {
    this.#file = file;
    this.#positions = readJsonFile(file, {});
  }

  find(shard: Shard): string | null {
    return this.#positions[shard.join(' ')] ?? null;
  }

  set(shard: Shard, sequenceNumber: string): void {
    this.#positions[shard.join(' ')] = sequenceNumber;
    writeJsonFile(this.#file, this.#positions);
  }
}
