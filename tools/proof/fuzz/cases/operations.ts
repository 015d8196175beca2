import fc from 'fast-check';
import { Contract, type JsonSchema, type Operation } from '../contract/contract.ts';
import { jsonOf } from './bodies.ts';
import type { Front } from './fuzz-case.ts';
import { placeholder } from './text-template.ts';

/** An operation of an OpenAPI document, ready to be attacked. */
export interface Attempt {
  readonly front: Front;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: readonly string[];
  /** null: the operation takes no body. */
  readonly body: { readonly mediaType: string; readonly json: unknown } | null;
}

/** Stands for the partner of the credential that a call is made with. */
export const OWN = placeholder('own.id');

const PARTNERS = ['a.id', 'b.id', 'm.id', 'off.id', 'suspended.id', 'removed.id'];
const SPELLINGS = ['a.id.encoded', 'a.id.encoded-twice', 'a.id.in-upper-case', 'a.id.full-width', 'b.id.encoded'];
/** Below a partner, where the upstream has something. */
const RESOURCES = [
  'clients',
  'channels',
  'echo',
  'balance',
  'webhook_url',
  'clients/x/channels/y',
  'unknown',
  'api_keys',
];

/** By the name of a path parameter. */
const PARAMETERS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  partner_id: fc.oneof(
    { weight: 6, arbitrary: fc.constant(OWN) },
    { weight: 4, arbitrary: fc.constantFrom(...PARTNERS).map(placeholder) },
    { weight: 2, arbitrary: fc.constantFrom(...SPELLINGS).map(placeholder) },
    { weight: 1, arbitrary: fc.constantFrom('unknownPA', '*', '%2e%2e', 'a', 'PARTNER', '__proto__') },
  ),
  proxy: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...RESOURCES) },
    { weight: 1, arbitrary: fc.constantFrom(...PARTNERS).map((name) => `../${placeholder(name)}/clients`) },
  ),
  key_id: fc.constantFrom('m.key-id', 'a.key-id', 'b.key-id').map(placeholder),
  request_id: fc.constantFrom('JKJ_gHExampleA=', 'x', '%23', '*'),
};

const ANY_PARAMETER = fc.constantFrom('x', '0', '..', '%00', '*', '__proto__');

/** Generates one of the operations of the API, with parameters and a body that are mostly right. */
export function attempts(front: Front): fc.Arbitrary<Attempt> {
  const contract = new Contract(front === 'partner-api' ? 'partner' : 'management');
  const { paths, components } = contract.document;
  const all = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) =>
      attemptsOf(front, contract.base + path, method.toUpperCase(), operation, components.schemas),
    ),
  );
  return fc.oneof(...all);
}

function attemptsOf(
  front: Front,
  template: string,
  method: string,
  { parameters = [], requestBody }: Operation,
  schemas: Readonly<Record<string, JsonSchema>>,
): fc.Arbitrary<Attempt> {
  const pieces = template.split(/(\{\w+\})/);
  const path = fc
    .tuple(
      ...pieces.map((piece) =>
        piece.startsWith('{') ? (PARAMETERS[piece.slice(1, -1)] ?? ANY_PARAMETER) : fc.constant(piece),
      ),
    )
    .map((parts) => parts.join(''));
  const named = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const query = fc
    .subarray(named)
    .chain((names) =>
      fc.tuple(
        ...names.map((name) => fc.constantFrom('2026-11-01', '2026-11-24', 'x', '').map((value) => `${name}=${value}`)),
      ),
    );
  const [media] = Object.entries(requestBody?.content ?? {});
  const body =
    media === undefined
      ? fc.constant(null)
      : jsonOf(media[1].schema, schemas).map((json) => ({ mediaType: media[0], json }));
  return fc.record({ front: fc.constant(front), method: fc.constant(method), path, query, body });
}
