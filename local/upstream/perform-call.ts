import { randomBytes, randomInt } from 'node:crypto';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { ZodObject } from 'zod';
import { listPage } from './list-page.ts';
import { newId, type PartnerData } from './partner-data.ts';
import { fill, isJsonObject, type JsonObject, valueAt } from './placeholders.ts';
import { envelope, RequestError } from './request-error.ts';

/** One method of one path, and what it does to the partner's data. Collections are named as in partner-data.ts. */
export interface Endpoint {
  /** A verb, or ANY. */
  readonly method: string;
  /** Relative to the partner; a segment in braces is a parameter. */
  readonly path: string;
  /** The items that must exist, outermost first. The response is 404 and names the first one that is missing. */
  readonly find?: readonly Lookup[];
  /** Shape of the JSON body; an empty body means `{}`. Without a schema the body is ignored. */
  readonly input?: ZodObject;
  readonly action?: Action;
  readonly status?: number;
  /** Filled from the call; by default the item found last, created or updated. */
  readonly body?: Template;
}

export interface Lookup {
  /** Its name in `found` of the call and, after "This", in the 404. */
  readonly name: string;
  readonly in: string;
  /** Path of a field → the path parameter that it must equal. */
  readonly where?: Readonly<Record<string, string>>;
}

export type Action =
  | { readonly type: 'list'; readonly collection: string; readonly as: string }
  /** No other item may have the same values in all `unique` fields. `replaces` deletes the items that are there. */
  | {
      readonly type: 'create';
      readonly collection: string;
      readonly item: Template;
      readonly unique?: readonly string[];
      readonly replaces?: true;
    }
  /** Sets fields of the item found last, by default those of the input. */
  | { readonly type: 'update'; readonly set?: Template }
  /** Deletes the item found last. */
  | { readonly type: 'delete' };

/** JSON with placeholders (placeholders.ts), or a function for what those cannot say. */
export type Template = string | JsonObject | readonly unknown[] | ((call: UpstreamCall) => unknown);

/** What placeholders and functions see of a call. */
export interface UpstreamCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data: PartnerData;
  readonly now: string;
  readonly random: { readonly id: string; readonly digits: string; readonly secret: string };
  input: JsonObject;
  readonly found: Record<string, JsonObject>;
  /** Found last, created or updated. */
  item: JsonObject;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: OutgoingHttpHeaders;
}

/** Returns the parameters of the path, or null if it belongs to another endpoint. */
export function matchEndpoint(
  { method, path }: Endpoint,
  verb: string,
  segments: readonly string[],
): Record<string, string> | null {
  const pattern = path.split('/').filter((segment) => segment !== '');
  // HEAD is GET without the body, which the server leaves out.
  const wanted = verb === 'HEAD' ? 'GET' : verb;
  if ((method !== 'ANY' && method !== wanted) || pattern.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? '';
    if (expected.startsWith('{')) parameters[expected.slice(1, -1)] = actual;
    else if (expected !== actual) return null;
  }
  return parameters;
}

export function newCall(given: Omit<UpstreamCall, 'now' | 'random' | 'input' | 'found' | 'item'>): UpstreamCall {
  const random = {
    id: newId(randomBytes(6)),
    digits: randomInt(1e14).toString().padStart(14, '0'),
    secret: randomBytes(24).toString('base64url'),
  };
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  return { ...given, now, random, input: {}, found: {}, item: {} };
}

/** Throws a RequestError for a refusal. */
export async function perform(endpoint: Endpoint, call: UpstreamCall): Promise<UpstreamResponse> {
  const { find = [], input, action, status = 200, body = '{$.item}' } = endpoint;
  const json = input === undefined ? {} : parseJsonObject(call.body);
  let collection: JsonObject[] = [];
  for (const lookup of find) {
    collection = call.data.collection(lookup.in, call);
    call.item = lookUp(lookup, collection, call);
    call.found[lookup.name] = call.item;
  }
  if (input !== undefined) call.input = validate(input, json);
  switch (action?.type) {
    case 'list':
      return { status, body: listPage(action.as, call.data.collection(action.collection, call), call.query) };
    case 'create':
      create(action, call);
      break;
    case 'update':
      Object.assign(call.item, filled(action.set ?? '{$.input}', call));
      if ('modified_at' in call.item) call.item.modified_at = call.now;
      break;
    case 'delete':
      collection.splice(collection.indexOf(call.item), 1);
      return { status, body: envelope(status, `The ${find.at(-1)?.name} was deleted.`) };
  }
  return { status, body: await filled(body, call) };
}

function lookUp({ name, where = {} }: Lookup, collection: readonly JsonObject[], call: UpstreamCall): JsonObject {
  const conditions = Object.entries(where);
  const item = collection.find((one) =>
    conditions.every(([path, parameter]) => valueAt(one, path) === call.parameters[parameter]),
  );
  if (item === undefined) throw new RequestError(404, `This ${name.replaceAll('_', ' ')} does not exist.`);
  return item;
}

function create(action: Extract<Action, { type: 'create' }>, call: UpstreamCall): void {
  const { unique, replaces } = action;
  const collection = call.data.collection(action.collection, call);
  const item = filled(action.item, call) as JsonObject;
  if (unique !== undefined && collection.some((other) => unique.every((name) => other[name] === item[name]))) {
    throw new RequestError(409, `${unique.join(' and ')} must be unique.`);
  }
  if (replaces) collection.length = 0;
  collection.push(item);
  call.item = item;
}

function filled(template: Template, call: UpstreamCall): unknown {
  return typeof template === 'function' ? template(call) : fill(template, call);
}

/** No body means the same as `{}`: clients send either where an endpoint takes no input, with any Content-Type. */
function parseJsonObject(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new RequestError(400, 'The body is not valid JSON.');
  }
  if (!isJsonObject(value)) throw new RequestError(400, 'The body must be a JSON object.');
  return value;
}

function validate(schema: ZodObject, json: JsonObject): JsonObject {
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  throw new RequestError(400, `${issue?.path.join('.')}: ${issue?.message}.`);
}
