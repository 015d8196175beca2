import { activityQuery } from '../../lambdas/http/management-schemas.ts';
import type { Operation } from './document.ts';
import {
  API_KEY,
  CREATED_API_KEY,
  EVENTS,
  LEGACY_OFF,
  LEGACY_ON,
  OTP_CHALLENGE,
  SESSION,
} from './management-examples.ts';
import { type JsonSchema, queryParameters } from './schemas.ts';

const JSON_ONLY = ['application/json'];

/** What the gateway and its check answer at every path. */
const EVERYWHERE = [
  'unauthenticated',
  'forbidden_origin',
  'not_a_partner_user',
  'rate_limited',
  'internal_error',
  'temporarily_unavailable',
];
/** What a call with a body has in addition. */
const OF_BODIES = ['invalid_request', 'request_too_large', 'unsupported_media_type'];

const KEY_ID: JsonSchema = {
  name: 'key_id',
  in: 'path',
  required: true,
  description: 'ID of a key of the own partner: 12 letters and digits. Anything else is not found.',
  schema: { type: 'string' },
  example: API_KEY.id,
};

const ok = (description: string, schema: string, examples: Record<string, unknown>) => ({
  description,
  content: { schema, examples },
});

export const MANAGEMENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/session',
    operationId: 'getSession',
    tag: 'Session',
    summary: 'Who is signed in, and for which partner',
    answers: { 200: ok('The user and the partner.', 'Session', { owner: SESSION }) },
    refusals: EVERYWHERE,
  },
  {
    method: 'get',
    path: '/api-keys',
    operationId: 'listApiKeys',
    tag: 'API keys',
    summary: 'The active keys of the partner, newest first',
    description: 'Expired keys are listed and count towards the limit; deleted ones do not.',
    answers: { 200: ok('All keys.', 'ApiKeyList', { one: { api_keys: [API_KEY], limit: 50 } }) },
    refusals: EVERYWHERE,
  },
  {
    method: 'post',
    path: '/otp-challenges',
    operationId: 'createOtpChallenge',
    tag: 'API keys',
    summary: 'Have a one-time code sent for a new key',
    description:
      'The code is good for five minutes, five tries, this user and a key of this name. A new challenge supersedes the one before. At most one code in 30 seconds while one is pending, and five in 15 minutes; a used code gives its place back.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'CreateOtpChallengeRequest',
      examples: {
        email: { purpose: 'create_api_key', api_key: { name: 'Billing service' } },
        whatsapp: { purpose: 'create_api_key', api_key: { name: 'Billing service' }, channel: 'whatsapp' },
      },
    },
    answers: { 201: ok('The code has been sent.', 'OtpChallenge', { email: OTP_CHALLENGE }) },
    refusals: [
      ...EVERYWHERE,
      ...OF_BODIES,
      ...['partner_suspended', 'key_limit_reached', 'otp_rate_limited', 'otp_locked', 'otp_dispatch_failed'],
    ],
  },
  {
    method: 'post',
    path: '/api-keys',
    operationId: 'createApiKey',
    tag: 'API keys',
    summary: 'Create a key with the code',
    description:
      'Creates the key that the challenge was asked for. The answer holds the key itself, which is shown this one time. A code that is not six digits costs no try.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'CreateApiKeyRequest',
      examples: { code: { challenge_id: OTP_CHALLENGE.id, code: '482913' } },
    },
    answers: { 201: ok('The key was created.', 'CreatedApiKey', { created: CREATED_API_KEY }) },
    refusals: [
      ...EVERYWHERE,
      ...OF_BODIES,
      ...['partner_suspended', 'otp_incorrect', 'not_found', 'key_limit_reached', 'otp_expired', 'otp_locked'],
    ],
  },
  {
    method: 'get',
    path: '/api-keys/{key_id}',
    operationId: 'getApiKey',
    tag: 'API keys',
    summary: 'One key',
    parameters: [KEY_ID],
    answers: { 200: ok('The key, without its secret.', 'ApiKey', { active: API_KEY }) },
    refusals: [...EVERYWHERE, 'not_found'],
  },
  {
    method: 'patch',
    path: '/api-keys/{key_id}',
    operationId: 'renameApiKey',
    tag: 'API keys',
    summary: 'Rename a key',
    parameters: [KEY_ID],
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'RenameApiKeyRequest',
      examples: { name: { name: 'Billing service (new)' } },
    },
    answers: {
      200: ok('The key with its new name.', 'ApiKey', { renamed: { ...API_KEY, name: 'Billing service (new)' } }),
    },
    refusals: [...EVERYWHERE, ...OF_BODIES, 'not_found'],
  },
  {
    method: 'delete',
    path: '/api-keys/{key_id}',
    operationId: 'deleteApiKey',
    tag: 'API keys',
    summary: 'Delete a key: it is revoked at once',
    description: 'Once this has been answered, no call with the key that starts later gets through.',
    parameters: [KEY_ID],
    answers: { 204: { description: 'The key is deleted.', content: null } },
    refusals: [...EVERYWHERE, 'not_found'],
  },
  {
    method: 'get',
    path: '/legacy-token',
    operationId: 'getLegacyToken',
    tag: 'Legacy Token Authentication',
    summary: 'Whether Bearer tokens are accepted',
    answers: { 200: ok('The setting and its last change.', 'LegacyToken', { on: LEGACY_ON, off: LEGACY_OFF }) },
    refusals: EVERYWHERE,
  },
  {
    method: 'put',
    path: '/legacy-token',
    operationId: 'setLegacyToken',
    tag: 'Legacy Token Authentication',
    summary: 'Switch Bearer tokens off or on',
    description:
      'Takes effect at once, in both directions. Tokens that are live when it is switched off work again when it is switched on. The same value again changes nothing.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'SetLegacyTokenRequest',
      examples: { off: { enabled: false } },
    },
    answers: { 200: ok('The setting as it is now.', 'LegacyToken', { off: LEGACY_OFF }) },
    refusals: [...EVERYWHERE, ...OF_BODIES],
  },
  {
    method: 'get',
    path: '/activity',
    operationId: 'listActivity',
    tag: 'Activity',
    summary: 'What was changed, by whom and from where, newest first',
    parameters: queryParameters(activityQuery, { cursor: 'The `next_cursor` of the page before.' }),
    answers: {
      200: ok('At most 25 events. `next_cursor` is null on the last page.', 'ActivityPage', {
        last: { events: EVENTS, next_cursor: null },
      }),
    },
    refusals: [...EVERYWHERE, 'invalid_request'],
  },
];
