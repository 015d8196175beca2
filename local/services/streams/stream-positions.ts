import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../../files/json-file.ts';

/** How far each mapping has come in each shard: the sequence number of the last record that is done with. */
export class StreamPositions {
  readonly #file: string;
  readonly #places: Record<string, string>;

  constructor(file: string) {
    this.#file = file;
    this.#places = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  find(...shard: [mapping: string, streamArn: string, shardId: string]): string | null {
    return this.#places[shard.join(' ')] ?? null;
  }

  set(shard: [mapping: string, streamArn: string, shardId: string], sequenceNumber: string): void {
    this.#places[shard.join(' ')] = sequenceNumber;
    writePrivateFile(this.#file, `${JSON.stringify(this.#places, null, 2)}\n`);
  }
}
