import type { ZodMiniType } from 'zod/mini';
import { type JsonSchema, requestSchemas, responseSchemas } from './schemas.ts';

/** A refusal as both APIs describe it: its code decides its status. */
export interface Refusal {
  readonly status: number;
  /** A whole body, as it is sent. */
  readonly example: unknown;
}

export interface Content {
  /** Name of a component. */
  readonly schema: string;
  readonly examples: Readonly<Record<string, unknown>>;
}

/** The same as text, to whoever asks for that media type. */
export interface Alternative {
  readonly mediaType: string;
  readonly example: string;
}

export interface Operation extends OperationDescription {
  readonly method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options';
  /** Below the server's address. */
  readonly path: string;
}

/** An operation but for the route that it stands at. */
export interface OperationDescription {
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly JsonSchema[];
  readonly request?: Content & { readonly mediaTypes: readonly string[] };
  /** By status, which may be `default`; null has no body. */
  readonly answers: Readonly<
    Record<
      string,
      { readonly description: string; readonly content: Content | null; readonly alternative?: Alternative }
    >
  >;
  /** Codes of the refusals beside those that every operation has. */
  readonly refusals: readonly string[];
  /** Left out, it is the document's. */
  readonly security?: readonly JsonSchema[];
}

export interface ApiDescription {
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
  readonly security: readonly JsonSchema[];
  readonly operations: readonly Operation[];
  readonly requests: Readonly<Record<string, ZodMiniType>>;
  readonly responses: Readonly<Record<string, ZodMiniType>>;
  readonly refusals: Readonly<Record<string, Refusal>>;
  readonly refusalMediaType: string;
  /** What a refusal's body must be, given the codes that are possible: `schema` is the component of all of them. */
  readonly refusalSchema: (codes: readonly string[]) => JsonSchema;
}

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  400: 'The request is wrong.',
  401: 'The credential is missing or good for nothing.',
  403: 'The caller is known and may not do this.',
  404: 'There is no such thing.',
  409: 'The present state does not allow it.',
  410: 'It has been, and is over.',
  413: 'The request is too large.',
  415: 'The media type is not supported.',
  429: 'Too many requests, or too many tries.',
  500: 'The service failed.',
  502: 'A service behind this one failed.',
  503: 'Something that is needed to decide does not answer. Nothing was let through.',
  504: 'A service behind this one took too long.',
};

/** The OpenAPI 3.1 document. */
export function documentOf(api: ApiDescription): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const shared = new SharedResponses();
  for (const operation of api.operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(api, operation, shared) };
  }
  const used = new Set(api.operations.flatMap(({ refusals }) => refusals));
  return {
    openapi: '3.1.0',
    info: api.info,
    servers: api.servers,
    security: api.security,
    tags: api.tags,
    paths,
    components: {
      securitySchemes: api.securitySchemes,
      responses: shared.components(),
      schemas: { ...requestSchemas(api.requests), ...responseSchemas(api.responses) },
      headers: {
        RetryAfter: {
          description: 'Seconds to wait before the next try.',
          required: true,
          schema: { type: 'string', pattern: '^[1-9][0-9]*$' },
        },
        Challenge: {
          description: 'The scheme that is wanted.',
          required: true,
          schema: { type: 'string', minLength: 1 },
        },
      },
      examples: Object.fromEntries(
        Object.entries(api.refusals)
          .filter(([code]) => used.has(code))
          .map(([code, { example }]) => [code, { value: example }]),
      ),
    },
  };
}

function operationOf(api: ApiDescription, operation: Operation, shared: SharedResponses): JsonSchema {
  const { operationId, tag, summary, description, parameters = [], request, answers, security } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(security !== undefined && { security }),
    ...(parameters.length > 0 && { parameters }),
    ...(request !== undefined && {
      requestBody: {
        required: true,
        content: Object.fromEntries(request.mediaTypes.map((mediaType) => [mediaType, contentOf(request)])),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, { description, content, alternative }]) => [
          status,
          {
            description,
            ...(content !== null && {
              content: { 'application/json': contentOf(content), ...alternativeOf(alternative) },
            }),
          },
        ]),
      ),
      ...refusalsOf(api, operation.refusals, shared),
    },
  };
}

function refusalsOf(
  api: ApiDescription,
  codes: readonly string[],
  shared: SharedResponses,
): Record<string, JsonSchema> {
  const byStatus = Map.groupBy(codes, (code) => {
    const refusal = api.refusals[code];
    if (refusal === undefined) throw new Error(`There is no refusal with the code ${code}.`);
    return refusal.status;
  });
  return Object.fromEntries(
    [...byStatus].map(([status, possible]) => [
      status,
      shared.add(`Status${status}`, {
        description: `${STATUS_TEXTS[status]} Codes: ${possible.map((code) => `\`${code}\``).join(', ')}.`,
        ...headersOf(status),
        content: {
          [api.refusalMediaType]: {
            schema: api.refusalSchema(possible),
            examples: Object.fromEntries(possible.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      }),
    ]),
  );
}

function headersOf(status: number): JsonSchema {
  if (status === 401) return { headers: { 'WWW-Authenticate': { $ref: '#/components/headers/Challenge' } } };
  if (status === 429 || status === 503) {
    return { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } };
  }
  return {};
}

function contentOf({ schema, examples }: Content): JsonSchema {
  return {
    schema: { $ref: `#/components/schemas/${schema}` },
    examples: Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }])),
  };
}

function alternativeOf(alternative: Alternative | undefined): JsonSchema {
  if (alternative === undefined) return {};
  return { [alternative.mediaType]: { schema: { type: 'string' }, example: alternative.example } };
}

/** Answers that several operations give, each written once. */
class SharedResponses {
  readonly #byText = new Map<string, { readonly name: string; readonly response: JsonSchema }>();

  /** Answers a reference to the response; responses that differ get different names. */
  add(name: string, response: JsonSchema): JsonSchema {
    const text = JSON.stringify(response);
    const names = [...this.#byText.values()].map((other) => other.name);
    const unused = (count = 1): string => {
      const candidate = count === 1 ? name : `${name}.${count}`;
      return names.includes(candidate) ? unused(count + 1) : candidate;
    };
    const entry = this.#byText.get(text) ?? { name: unused(), response };
    this.#byText.set(text, entry);
    return { $ref: `#/components/responses/${entry.name}` };
  }

  components(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#byText.values()].map(({ name, response }) => [name, response]));
  }
}
