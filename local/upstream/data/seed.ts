import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Values drawn from a name and a label, not from a sequence: the same partner has the same data after every start, and a
 * field added later does not move the others.
 */
export class Seed {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** A whole number from 0 up to and without `limit`, at most 2^32. */
  integer(label: string, limit: number): number {
    return this.#bytes(label).readUInt32BE() % limit;
  }

  pick<T>(label: string, values: readonly [T, ...T[]]): T {
    return values[this.integer(label, values.length)] ?? values[0];
  }

  /** Like `WdBs71CL`: six characters and the suffix of the kind. */
  id(label: string, suffix: string): string {
    const characters = Array.from(this.#bytes(label).subarray(0, 6), (byte) => BASE62[byte % BASE62.length]);
    return `${characters.join('')}${suffix}`;
  }

  /** A UUID with underscores, as template namespaces are written. */
  namespace(label: string): string {
    const hex = this.#bytes(label).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('_');
  }

  /** A moment within the given number of days after a fixed one. */
  time(label: string, from: string, days: number): string {
    const seconds = this.integer(label, days * 86_400);
    return rfc3339(new Date(Date.parse(from) + seconds * 1000));
  }

  #bytes(label: string): Buffer {
    return createHash('sha256').update(`${this.#name}\n${label}`).digest();
  }
}

/** To the second, like the API's other times. */
export function rfc3339(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
