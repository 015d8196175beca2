import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { HttpResponse } from '../../tools/client/http.ts';
import { PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';

export type ApiName = 'management' | 'partner';

interface Answer {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, Answer> }>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const APIS = {
  management: {
    file: 'management-api.json',
    base: '/management/v1',
    refusal: { schema: 'Problem', mediaType: 'application/problem+json', code: 'code' },
  },
  partner: {
    file: 'partner-api.json',
    base: '/api/v2',
    refusal: { schema: 'Refusal', mediaType: 'application/json', code: 'error' },
  },
} as const;

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The package's types describe its CommonJS form, where the function is the module itself.
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
const documents = Object.fromEntries(
  Object.entries(APIS).map(([name, { file }]) => {
    const text = readFileSync(join(PROJECT_DIRECTORY, 'docs', 'openapi', file), 'utf8');
    const document: Document = JSON.parse(text);
    ajv.addSchema(document, name, false, false);
    return [name, document];
  }),
) as Record<ApiName, Document>;
const validators = new Map<string, ValidateFunction>();

/**
 * Fails unless the OpenAPI document has this answer for the call: status, media type, headers, and a body with no field
 * and no code that is not written there. A path or method that the document does not have must be refused as not found.
 */
export function expectDocumented(api: ApiName, method: string, path: string, response: HttpResponse): void {
  const { status, headers, body } = response;
  const what = `${method} ${path} answered ${status}`;
  const operation = operationOf(api, method, path);
  if (operation === undefined) {
    expectNotFound(api, what, method, response);
    return;
  }
  const at = answerOf(operation, status);
  if (at === undefined) throw new Error(`${what}, which docs/openapi does not say: ${body}`);

  const answer = lookUp(api, at) as Answer;
  for (const [name, { $ref }] of Object.entries(answer.headers ?? {})) {
    const value = headers[name.toLowerCase()];
    const valid = validatorOf(api, `${$ref}/schema`)(value);
    expect({ what, name, value, valid }).toEqual({ what, name, value, valid: true });
  }
  const mediaTypes = Object.keys(answer.content ?? {});
  // An answer to HEAD has no body.
  if (method === 'HEAD') return;
  if (mediaTypes.length === 0) {
    // What the upstream answers is described nowhere here.
    if (!at.endsWith('/default')) expect({ what, body }).toEqual({ what, body: '' });
    return;
  }
  const mediaType = mediaTypeOf(response);
  expect({ what, mediaTypes }).toEqual({ what, mediaTypes: expect.arrayContaining([mediaType]) });
  expectValid(api, `${at}/content/${escaped(mediaType)}/schema`, what, response);
}

interface OperationAt {
  readonly pointer: string;
  readonly responses: Readonly<Record<string, Answer>>;
}

function operationOf(api: ApiName, method: string, path: string): OperationAt | undefined {
  const [pathname = ''] = path.split('?');
  const below = pathname.slice(APIS[api].base.length).replace(/(?<=.)\/$/, '');
  const { paths } = documents[api];
  const template = Object.keys(paths).find((candidate) => matches(candidate, below));
  const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()];
  if (template === undefined || operation === undefined) return undefined;
  return { pointer: `#/paths/${escaped(template)}/${method.toLowerCase()}`, responses: operation.responses };
}

/** A JSON Pointer to the answer's description, or undefined if there is none. */
function answerOf({ pointer, responses }: OperationAt, status: number): string | undefined {
  const key = responses[status] === undefined ? 'default' : String(status);
  const answer = responses[key];
  return answer === undefined ? undefined : (answer.$ref ?? `${pointer}/responses/${key}`);
}

function expectNotFound(api: ApiName, what: string, method: string, response: HttpResponse): void {
  const { schema, mediaType, code } = APIS[api].refusal;
  expect({ what, body: response.body, status: response.status, type: mediaTypeOf(response) }).toMatchObject({
    status: 404,
    type: mediaType,
  });
  if (method === 'HEAD') return;
  expectValid(api, `#/components/schemas/${schema}`, what, response);
  expect({ what, code: response.json[code] }).toEqual({ what, code: 'not_found' });
}

function expectValid(api: ApiName, pointer: string, what: string, response: HttpResponse): void {
  const { json, body } = response;
  const validate = validatorOf(api, pointer);
  if (!validate(response.headers['content-type']?.includes('json') ? json : body))
    throw new Error(`${what} with ${ajv.errorsText(validate.errors)}: ${body}`);
}

function mediaTypeOf({ headers }: HttpResponse): string {
  return (headers['content-type'] ?? 'none').split(';', 1).join('').trim();
}

function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll('{proxy}', '.*').replaceAll(/\{\w+\}/g, '[^/]*');
  return new RegExp(`^${pattern}$`).test(path);
}

function validatorOf(api: ApiName, pointer: string): ValidateFunction {
  const $ref = `${api}${pointer}`;
  const validator = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, validator);
  return validator;
}

function lookUp(api: ApiName, pointer: string): unknown {
  const names = pointer
    .slice('#/'.length)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], documents[api]);
}

/** A name within a JSON Pointer within an address (RFC 6901, 6.). */
function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
    .replaceAll('%7B', '{')
    .replaceAll('%7D', '}');
}
