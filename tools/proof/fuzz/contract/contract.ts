import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { PARTNER_API_CODES } from '../../../../lambdas/contract/errors.ts';
import { FIREWALL_PROBLEM, PROBLEMS } from '../../../../lambdas/contract/problems.ts';
import { PROJECT_DIRECTORY } from '../../../client/run-process.ts';

export type ApiName = 'partner' | 'management';

export interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const APIS = {
  partner: {
    file: 'partner-api.json',
    base: '/api/v2',
    refusal: 'Refusal',
    mediaType: 'application/json',
    codeIn: 'error',
    codes: PARTNER_API_CODES,
  },
  management: {
    file: 'management-api.json',
    base: '/management/v1',
    refusal: 'Problem',
    mediaType: 'application/problem+json',
    codeIn: 'code',
    codes: PROBLEMS,
  },
} as const;

const ajv = new Ajv2020({ strict: false });
// The package's types describe its CommonJS form, where the function is the module itself.
(addFormats as unknown as (to: Ajv2020) => void)(ajv);

/** One of the APIs as its OpenAPI document and the catalogue of codes describe it. */
export class Contract {
  readonly document: OpenApiDocument;
  readonly base: string;
  readonly #name: ApiName;
  readonly #isRefusal: ValidateFunction;

  constructor(name: ApiName) {
    const { file, base, refusal } = APIS[name];
    this.#name = name;
    this.base = base;
    this.document = JSON.parse(readFileSync(join(PROJECT_DIRECTORY, 'docs', 'openapi', file), 'utf8'));
    this.#isRefusal = ajv.compile({ ...this.document, $ref: `#/components/schemas/${refusal}` });
  }

  /** Returns what is wrong with a refusal: its shape, its media type, its code, or the status that goes with the code. */
  faultOfRefusal(status: number, mediaType: string, body: unknown): string | null {
    const { mediaType: wanted, codeIn, codes } = APIS[this.#name];
    if (mediaType !== wanted) return `is of type ${mediaType || 'none'}`;
    if (!this.#isRefusal(body)) return `has not the shape of the contract: ${ajv.errorsText(this.#isRefusal.errors)}`;
    const code = String((body as Record<string, unknown>)[codeIn]);
    const entry = (codes as Readonly<Record<string, { status: number }>>)[code];
    const isFirewall = this.#name === 'management' && code === 'invalid_request' && status === FIREWALL_PROBLEM.status;
    if (entry?.status !== status && !isFirewall) return `has the code ${code}, which goes with ${entry?.status}`;
    return null;
  }

  /** Returns whether the document states the status for the operation; also true if the path is none of the document's. */
  states(method: string, path: string, status: number): boolean {
    const operation = this.#operationAt(method, path);
    return operation === null || String(status) in operation.responses || 'default' in operation.responses;
  }

  #operationAt(method: string, path: string): Operation | null {
    if (!path.startsWith(`${this.base}/`)) return null;
    const below = path.slice(this.base.length);
    const template = Object.keys(this.document.paths).find((candidate) =>
      new RegExp(`^${candidate.replaceAll('{proxy}', '.*').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(below),
    );
    return template === undefined ? null : (this.document.paths[template]?.[method.toLowerCase()] ?? null);
  }
}
