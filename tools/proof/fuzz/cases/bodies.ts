import fc from 'fast-check';
import type { JsonSchema } from '../contract/contract.ts';
import { utf8 } from './fuzz-case.ts';
import { placeholder, repeated } from './text-template.ts';

const MAX_DEPTH = 5;

/** Texts where a text belongs: right ones for the fields of these APIs, and hostile ones. */
const TEXTS = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'Fuzz',
      '000000',
      '192.0.2.0/24',
      '2027-01-01T00:00:00Z',
      'api_key_created',
      placeholder('m.key-id'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      placeholder('a.key-id'),
      placeholder('b.key-id'),
      placeholder('b.id'),
      placeholder('a.email'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '__proto__',
      '../..',
      '\u0000',
      '\u202e',
      '𝟎'.repeat(70),
      '; DROP',
      '{$ne:1}',
      '#{7*7}',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** Generates JSON by a schema of OpenAPI 3.1; now and then something else in the place of a part. */
export function jsonOf(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  depth = 0,
): fc.Arbitrary<unknown> {
  const right = rightJson(schema, schemas, depth);
  return fc.oneof(
    { weight: depth === 0 ? 30 : 12, arbitrary: right },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    { weight: 1, arbitrary: TEXTS },
  );
}

function rightJson(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const { $ref, oneOf, anyOf, allOf, type, enum: values, properties, required, items } = schema;
  if (depth > MAX_DEPTH) return fc.constant(null);
  const inner = (other: unknown, at = depth + 1) => jsonOf(other as JsonSchema, schemas, at);
  if (typeof $ref === 'string') return inner(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, depth);
  const choices = (oneOf ?? anyOf ?? allOf) as readonly JsonSchema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => inner(choice, depth)));
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(values)) return fc.constantFrom(...values);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const members = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
      const model = Object.fromEntries(members.map(([name, member]) => [name, inner(member)]));
      return fc.record(model, { requiredKeys: (required ?? []) as string[] });
    }
    case 'array':
      return fc.array(inner(items ?? {}), { maxLength: 3 });
    case 'string':
      return TEXTS;
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constantFrom(-1, 0, 1e300, 0.5, 2 ** 53));
    case 'boolean':
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}

export interface EncodedBody {
  readonly body: string;
  readonly gzip: boolean;
  /** null: none is sent. */
  readonly mediaType: string | null;
}

/** Returns the JSON as it is usually sent. */
export function encodedBody(json: unknown, mediaType: string): EncodedBody {
  return { body: utf8(JSON.stringify(json) ?? ''), gzip: false, mediaType };
}

const MEDIA_TYPES = [
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/problem+json',
  'application/json, text/html',
  '',
];

/** Generates what can be done to a body after it was written down. */
export function hostileBodies(json: unknown, mediaType: string): fc.Arbitrary<EncodedBody> {
  const usual = encodedBody(json, mediaType);
  const changed = (body: string): EncodedBody => ({ ...usual, body });
  const inObject = (member: string) =>
    usual.body.startsWith('{"') ? usual.body.replace('{', `{${member},`) : usual.body;
  const depth = fc.integer({ min: 1, max: 9000 });
  return fc.oneof(
    fc.constantFrom<EncodedBody>(
      changed(`\xef\xbb\xbf${usual.body}`),
      changed(`\xff\xfe${usual.body}`),
      changed(`${usual.body}{}`),
      changed(usual.body.slice(0, -1)),
      changed(inObject('"__proto__":{"admin":true}')),
      changed(inObject('"constructor":{"prototype":{}}')),
      changed(inObject(`"partner_id":"${placeholder('b.id')}"`)),
      changed(usual.body.replace(/^\{("[^"]*":[^,}]*)/, '{$1,$1')),
      changed(usual.body.replaceAll('"', "'")),
      changed('NaN'),
      changed('\x00'),
      changed('\xc0\xaf\xff'),
      changed('[]'),
      changed(''),
      changed(`{"key":"${placeholder('a.key')}"}`),
      changed(`{"${placeholder('a.key')}":1}`),
      { ...usual, gzip: true },
      { ...usual, gzip: true, body: repeated('0', 200_000) },
    ),
    fc.constantFrom(...MEDIA_TYPES).map((type) => ({ ...usual, mediaType: type })),
    fc.constant({ ...usual, mediaType: null }),
    depth.map((times) => changed(repeated('[', times) + repeated(']', times))),
    depth.map((times) => changed(`${repeated('{"a":', times)}1${repeated('}', times)}`)),
    fc.integer({ min: 1, max: 40_000 }).map((times) => changed(inObject(`"padding":"${repeated('x', times)}"`))),
    fc.integer({ min: 1, max: 2000 }).map((times) => changed(`[${repeated('0,', times)}0]`)),
    fc
      .string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 60 })
      .map(changed),
  );
}
