import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, isJsonObject, type JsonObject } from './placeholders.ts';

type Fixture = Readonly<Record<string, readonly unknown[]>>;

const DIRECTORY = join(import.meta.dirname, 'fixtures');
/** By file name: one fixture a partner. */
const FIXTURES: ReadonlyMap<string, string> = new Map(
  readdirSync(DIRECTORY).map((name) => [name.replace('.json', ''), readFileSync(join(DIRECTORY, name), 'utf8')]),
);
const EVERY_PARTNER = 'every-partner';
/** Partners without a fixture get a copy of this one's, with IDs of their own. */
const MODEL = 'demoPA';
/** Of a client, a channel, a WABA account, an app, a template. */
const ID = /"[0-9A-Za-z]{6}(CL|CH|WA|AP|WT)"/g;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Holds the collections of one partner, by path. A fixture names a path, or a pattern with parameters whose items every
 * such path starts with; all other collections start empty. No instance holds two partners' data, so an endpoint cannot
 * reach into another's.
 */
export class PartnerData {
  readonly #partnerId: string;
  readonly #fixture: Fixture;
  readonly #collections = new Map<string, JsonObject[]>();

  constructor(partnerId: string) {
    this.#partnerId = partnerId;
    const own = FIXTURES.get(partnerId) ?? withOwnIds(FIXTURES.get(MODEL) ?? '{}', partnerId);
    this.#fixture = { ...JSON.parse(FIXTURES.get(EVERY_PARTNER) ?? '{}'), ...JSON.parse(own) };
  }

  /** Returns the items at `pattern`, whose parameters `call` holds. */
  collection(pattern: string, call: { readonly parameters: Readonly<Record<string, string>> }): JsonObject[] {
    const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => call.parameters[name] ?? '');
    const known = this.#collections.get(path);
    if (known !== undefined) return known;
    const fixture = JSON.stringify(this.#fixture[pattern] ?? []);
    const text = pattern === path ? fixture : withOwnIds(fixture, `${this.#partnerId}/${path}`);
    const items = (fill(JSON.parse(text), call) as unknown[]).filter(isJsonObject);
    this.#collections.set(path, items);
    return items;
  }
}

/** The same owner has the same IDs after every start. */
function withOwnIds(json: string, owner: string): string {
  return json.replace(ID, (id, kind: string) => {
    const digest = createHash('sha256').update(`${owner}\n${id}`).digest();
    return `"${newId(digest)}${kind}"`;
  });
}

/** Returns six letters and digits, as in `WdBs71CL`. */
export function newId(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, 6), (byte) => BASE62[byte % BASE62.length]).join('');
}
