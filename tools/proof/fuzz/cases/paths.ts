import fc from 'fast-check';
import { placeholder, repeated } from './text-template.ts';

/** What stands for a slash, a dot or an end of the path at one server and for something else at another. */
const INSERTED = [
  '/',
  '//',
  '/.',
  '/..',
  '/./',
  '/../',
  '%2f',
  '%2F',
  '%5c',
  '\\',
  '%2e',
  '%2e%2e',
  '..%2f',
  ';',
  ';x=1',
  ';/',
  '%3b',
  '%00',
  '%0d%0a',
  '%0a',
  '%09',
  '%20',
  '%7f',
  '%25',
  '%252f',
  '%252e%252e',
  '%c0%af',
  '%c0%ae%c0%ae',
  '%e0%80%af',
  '%ff',
  '%u002f',
  '%',
  '%zz',
  '%3f',
  '%23',
  '#',
  '?',
  '&',
  '*',
  '{proxy+}',
  '%ef%bc%8f',
  '%ef%bc%8e',
  '%c2%ad',
  '%e2%80%ae',
  '\x01',
  '\x7f',
  '\x80',
  '\xff',
  '"',
  '","status":"200',
  '<script>',
  'A',
] as const;

const PLACEHOLDERS = /(\{\{[^{}]*\}\})/;

/** Generates changes of a path that leave its placeholders whole. */
export function changedPaths(path: string): fc.Arbitrary<string> {
  const change = fc.record({ at: fc.nat({ max: 400 }), inserted: fc.constantFrom(...INSERTED) });
  const inserted = fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((text, { at, inserted: more }) => insertAt(text, at, more), path));
  return fc.oneof(
    { weight: 8, arbitrary: inserted },
    { weight: 2, arbitrary: fc.nat({ max: 400 }).map((at) => encodeAt(path, at, 1)) },
    { weight: 1, arbitrary: fc.nat({ max: 400 }).map((at) => encodeAt(path, at, 2)) },
    { weight: 1, arbitrary: fc.nat({ max: 400 }).map((at) => turnCaseAt(path, at)) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        `/${path}`,
        `//${path}`,
        `${path}/`,
        `${path}//`,
        `http://localhost${path}`,
        `http://elsewhere.example${path}`,
        `HTTP://localhost:1${path}`,
        path.slice(1),
        `/dev${path}`,
        `/.${path}`,
        `/x/..${path}`,
        `${path}/../../${placeholder('b.id')}/clients`,
        `${path}/%2e%2e/%2e%2e/${placeholder('b.id')}/clients`,
        `/api/v2/partners/${placeholder('a.id')}/../${placeholder('b.id')}`,
        `/management/v1/../../api/v2/whoami`,
        `/management/v1/api-keys/${placeholder('b.key-id')}/../../session`,
        path.replace('v2', 'v1').replace('/management', '/Management'),
        '*',
        '/',
        '',
      ),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 30_000 }).map((times) => `${path}/${repeated('x', times)}`) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3000 }).map((times) => `${path}${repeated('/..', times)}`) },
  );
}

const QUERIES = [
  '?',
  '?x',
  '?=',
  '?&&&',
  '?x=1&x=2&x[]=3',
  '?x=%00%0d%0aX:1',
  '?x=%ff%c0%af',
  '?%zz=%',
  '?__proto__[a]=1',
  '?_method=DELETE',
  `?partner_id=${placeholder('b.id')}`,
  `?api_key=${placeholder('a.key')}`,
  `?x-api-key=${placeholder('a.key')}&access_token=${placeholder('a.token')}`,
  `?id_token=${placeholder('m.id-token')}`,
  `?cursor=${placeholder('b.key-id')}`,
  '?cursor=eyJQSyI6IlBBUlRORVIjYiJ9',
  '?from=2026-11-01&from=2026-11-02&to=0000-00-00',
  '?from=9999-12-31&to=0001-01-01',
  '?credential_id=*all&credential_id[$ne]=1',
  '?credential_id=x%23IP%23',
  '?x=\x01\xff',
  '?x=a b',
  '?a=1;b=2?c=3#d',
] as const;

export const hostileQueries: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...QUERIES) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12_000 }).map((times) => `?x=${repeated('y', times)}`) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1500 }).map((times) => `?${repeated('a=1&', times)}`) },
);

/** Inserts at a position that counts a placeholder as one character. */
function insertAt(text: string, at: number, inserted: string): string {
  const characters = charactersOf(text);
  return characters.toSpliced(at % (characters.length + 1), 0, inserted).join('');
}

function encodeAt(text: string, at: number, times: number): string {
  return replaceAt(text, at, (character) => {
    const once = `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
    return times === 1 ? once : once.replace('%', '%25');
  });
}

function turnCaseAt(text: string, at: number): string {
  return replaceAt(text, at, (character) =>
    character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase(),
  );
}

function replaceAt(text: string, at: number, change: (character: string) => string): string {
  const characters = charactersOf(text);
  const index = at % Math.max(1, characters.length);
  return characters.map((one, other) => (other === index && one.length === 1 ? change(one) : one)).join('');
}

function charactersOf(text: string): readonly string[] {
  return text.split(PLACEHOLDERS).flatMap((part) => (part.startsWith('{{') ? [part] : [...part]));
}
