import { z } from 'zod/mini';
import type { PartnerApiCode } from '../../lambdas/contract/errors.ts';
import { FORBIDDEN } from '../../lambdas/contract/forbidden.ts';
import { tokenRequest } from '../../lambdas/http/partner-api/token-request.ts';
import { type ApiDescription, documentOf, type Operation } from './document.ts';
import { PARTNER_REFUSALS, refusalEnvelope } from './partner-refusals.ts';
import type { JsonSchema } from './schemas.ts';

const tokenAnswer = z.strictObject({
  access_token: z.string().check(z.describe('Opaque.')),
  token_type: z.literal('bearer'),
  expires_in: z.literal(86_400),
});

const credential = z.strictObject({
  type: z.enum(['api_key', 'legacy_token']),
  id: z.string(),
  name: z.nullable(z.string()).check(z.describe('Null for a token.')),
  scopes: z.array(z.string()),
  expires_at: z.nullable(z.iso.datetime()),
});

const whoami = z.strictObject({ partner_id: z.string(), credential });

/** What the gateway itself may answer everywhere. */
const GATEWAY: readonly PartnerApiCode[] = [
  'bad_request',
  'request_too_large',
  'unsupported_media_type',
  'rate_limited',
  'internal_error',
  'upstream_unavailable',
  'temporarily_unavailable',
  'upstream_timeout',
];
/** What the authorizer may answer only where the path names a partner. */
const OF_PARTNER_PATHS: readonly PartnerApiCode[] = ['partner_mismatch', 'insufficient_scope'];
/** What the authorizer may answer everywhere. */
const GUARDED: readonly PartnerApiCode[] = [
  'unauthorized',
  ...(Object.keys(FORBIDDEN) as PartnerApiCode[]).filter((code) => !OF_PARTNER_PATHS.includes(code)),
];

const PARTNER_ID: JsonSchema = {
  name: 'partner_id',
  in: 'path',
  required: true,
  description: 'The own partner, in exactly its spelling.',
  schema: { type: 'string', pattern: '^[0-9A-Za-z]{4,32}$' },
  example: 'demoPA',
};
const PROXY: JsonSchema = {
  name: 'proxy',
  in: 'path',
  required: true,
  description: 'The rest of the path, of one segment or more, in its normal form.',
  schema: { type: 'string' },
  example: 'clients',
};

/** A body of more than 10 MB is refused before the gateway's own answers apply. */
const UNSHAPED: JsonSchema = {
  type: 'object',
  properties: { message: { type: 'string' } },
  required: ['message'],
  additionalProperties: false,
};

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;
const VERBS = {
  get: 'Get',
  head: 'Get the headers of',
  post: 'Post',
  put: 'Put',
  patch: 'Patch',
  delete: 'Delete',
  options: 'Ask for the options of',
} as const;

/** Every method goes to the upstream, which these documents do not describe. */
function proxied(path: string, what: string, parameters: readonly JsonSchema[]): Operation[] {
  return METHODS.map((method) => ({
    method,
    path,
    operationId: `${method}${what}`,
    tag: 'Partner API',
    summary: `${VERBS[method]} ${what === 'Partner' ? 'the partner itself' : 'a resource of the partner'}`,
    description:
      'Passed to the existing Partner API with the partner and the credential that were found, and answered by it. The refusals below are those of the gateway before it; their `request_id` tells them apart.',
    parameters,
    answers: { default: { description: 'What the existing Partner API answers, unchanged.', content: null } },
    refusals: [...GUARDED, ...OF_PARTNER_PATHS, ...GATEWAY],
  }));
}

const TOKEN_EXAMPLE = { username: 'owner@demo.example', password: 'correct horse battery staple' };

const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/token',
    operationId: 'createLegacyToken',
    tag: 'Authentication',
    summary: 'Exchange e-mail and password for a Bearer token',
    description:
      'For existing integrations; new ones use API keys. A token lives for 24 hours. Of a user’s tokens 20 can live at once: the next one ends the oldest.',
    security: [],
    request: {
      mediaTypes: ['application/json', 'application/x-www-form-urlencoded'],
      schema: 'TokenRequest',
      examples: { owner: TOKEN_EXAMPLE },
    },
    answers: {
      200: {
        description: 'A token.',
        content: {
          schema: 'Token',
          examples: {
            token: {
              access_token: 'uQ4mV0yKq7R1sX9bT2cW5dZ8eA3fG6hJ0kL4nP7oI1r',
              token_type: 'bearer',
              expires_in: 86_400,
            },
          },
        },
      },
    },
    refusals: [
      ...(['invalid_request', 'invalid_grant'] as const),
      ...(['partner_suspended', 'legacy_token_disabled', 'interaction_required'] as const),
      ...GATEWAY,
    ],
  },
  {
    method: 'get',
    path: '/whoami',
    operationId: 'whoami',
    tag: 'Authentication',
    summary: 'Which partner and credential the call has',
    answers: {
      200: {
        description: 'The partner and the credential.',
        content: {
          schema: 'Whoami',
          examples: {
            api_key: {
              partner_id: 'demoPA',
              credential: {
                type: 'api_key',
                id: 'k3Jx81PqZr0B',
                name: 'Billing service',
                scopes: ['*'],
                expires_at: null,
              },
            },
          },
        },
      },
    },
    refusals: [...GUARDED, ...GATEWAY],
  },
  ...proxied('/partners/{partner_id}', 'Partner', [PARTNER_ID]),
  ...proxied('/partners/{partner_id}/{proxy}', 'PartnerResource', [PARTNER_ID, PROXY]),
];

const API: ApiDescription = {
  info: {
    title: 'Partner API: authentication',
    version: '2.0.0',
    description:
      'How calls of the Partner API are authenticated, and what the gateway before it answers. The resources themselves are those of the existing Partner API. Everything that is not listed here is 404 `not_found`.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [
    {
      url: '{origin}/api/v2',
      variables: {
        origin: { default: 'http://localhost:3600', description: 'Origin of the API; the default is the local run.' },
      },
    },
  ],
  tags: [
    { name: 'Authentication', description: 'Credentials.' },
    { name: 'Partner API', description: 'Everything of a partner, answered by the existing Partner API.' },
  ],
  securitySchemes: {
    ApiKey: {
      type: 'apiKey',
      in: 'header',
      name: 'x-api-key',
      description: 'A key from the Partner Hub. Where it is sent, it decides alone.',
    },
    LegacyToken: {
      type: 'http',
      scheme: 'bearer',
      description: 'A token from `POST /token`, unless the partner has switched Legacy Token Authentication off.',
    },
  },
  security: [{ ApiKey: [] }, { LegacyToken: [] }],
  operations: OPERATIONS,
  requests: { TokenRequest: tokenRequest },
  responses: { Token: tokenAnswer, Whoami: whoami, Refusal: refusalEnvelope },
  refusals: PARTNER_REFUSALS,
  refusalMediaType: 'application/json',
  refusalSchema: (codes) => {
    const shaped = { allOf: [{ $ref: '#/components/schemas/Refusal' }, { properties: { error: { enum: codes } } }] };
    return codes.includes('request_too_large') ? { anyOf: [shaped, UNSHAPED] } : shaped;
  },
};

export function partnerApiDocument(): JsonSchema {
  return documentOf(API);
}
