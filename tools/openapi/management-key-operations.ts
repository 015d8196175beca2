import type { ManagementRoute } from '../../lambdas/contract/management-routes.ts';
import type { OperationDescription } from './document.ts';
import { EVERYWHERE, JSON_ONLY, OF_BODIES, OF_CODES, ok } from './management-answers.ts';
import { API_KEY, CREATED_API_KEY, NARROW_API_KEY, OTP_CHALLENGE, ROTATED_API_KEY } from './management-examples.ts';
import type { JsonSchema } from './schemas.ts';

const KEY_ID: JsonSchema = {
  name: 'key_id',
  in: 'path',
  required: true,
  description: 'ID of a key of the own partner: 12 letters and digits. Anything else is not found.',
  schema: { type: 'string' },
  example: API_KEY.id,
};

const CODE = { challenge_id: OTP_CHALLENGE.id, code: '482913' };

export const API_KEY_OPERATIONS = {
  'GET /api-keys': {
    operationId: 'listApiKeys',
    tag: 'API keys',
    summary: 'The keys of the partner, newest first',
    description:
      'Expired and disabled keys are listed and count towards the limit; deleted ones do not. A key that was rotated is listed until its end and does not count: its successor has its place.',
    answers: {
      200: ok('All keys.', 'ApiKeyList', { some: { api_keys: [NARROW_API_KEY, ROTATED_API_KEY], limit: 50 } }),
    },
    refusals: EVERYWHERE,
  },
  'POST /otp-challenges': {
    operationId: 'createOtpChallenge',
    tag: 'API keys',
    summary: 'Have a one-time code sent for one change',
    description:
      'The code is good for five minutes, five tries, this user and exactly this change, which its message spells out. A new challenge supersedes the one before. At most one code in 30 seconds while one is pending, and five in 15 minutes; a used code gives its place back. None by e-mail in the hour after a password reset.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'CreateOtpChallengeRequest',
      examples: {
        email: { purpose: 'create_api_key', api_key: { name: 'Billing service' } },
        whatsapp: { purpose: 'create_api_key', api_key: { name: 'Billing service' }, channel: 'whatsapp' },
        narrow: {
          purpose: 'create_api_key',
          api_key: {
            name: NARROW_API_KEY.name,
            scopes: NARROW_API_KEY.scopes,
            allowed_ips: NARROW_API_KEY.allowed_ips,
            expires_at: '2027-05-24T09:00:00Z',
          },
        },
        update: {
          purpose: 'update_api_key',
          api_key_id: API_KEY.id,
          changes: { scopes: ['clients:write', 'balance:read'] },
        },
        rotate: { purpose: 'rotate_api_key', api_key_id: API_KEY.id, grace_seconds: 86_400 },
        settings: { purpose: 'update_settings', changes: { max_key_lifetime_days: null } },
        legacy_token: { purpose: 'update_legacy_token', changes: { enabled: true } },
      },
    },
    answers: { 201: ok('The code has been sent.', 'OtpChallenge', { email: OTP_CHALLENGE }) },
    refusals: [
      ...EVERYWHERE,
      ...OF_BODIES,
      ...['partner_suspended', 'not_found', 'key_limit_reached', 'rotated_already'],
      ...['otp_rate_limited', 'otp_locked', 'otp_dispatch_failed', 'password_reset_recently'],
    ],
  },
  'POST /api-keys': {
    operationId: 'createApiKey',
    tag: 'API keys',
    summary: 'Create a key with the code',
    description:
      'Creates the key that the challenge was asked for. The answer holds the key itself, which is shown this one time. A code that is not six digits costs no try.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'CreateApiKeyRequest',
      examples: { code: CODE },
    },
    answers: { 201: ok('The key was created.', 'CreatedApiKey', { created: CREATED_API_KEY }) },
    refusals: [...EVERYWHERE, ...OF_BODIES, ...OF_CODES, 'key_limit_reached'],
  },
  'GET /api-keys/{key_id}': {
    operationId: 'getApiKey',
    tag: 'API keys',
    summary: 'One key',
    parameters: [KEY_ID],
    answers: { 200: ok('The key, without its secret.', 'ApiKey', { active: API_KEY }) },
    refusals: [...EVERYWHERE, 'not_found'],
  },
  'PATCH /api-keys/{key_id}': {
    operationId: 'updateApiKey',
    tag: 'API keys',
    summary: 'Rename, narrow, widen, disable or enable a key',
    description:
      'What is left out stays. Widening (more scopes, more addresses, an emptied list, a later end or none, enabling) takes a code that was asked for with exactly these changes, whatever of them widens; without one it is refused with `otp_required`, which lists what widens, and nothing of it is written. The same code is not good for a part of the changes. A key that was rotated gets no later end.',
    parameters: [KEY_ID],
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'UpdateApiKeyRequest',
      examples: {
        name: { name: 'Billing service (new)' },
        narrower: { scopes: ['*:read'], allowed_ips: ['203.0.113.7', '2001:db8::/48'] },
        disable: { status: 'disabled' },
        wider: { scopes: ['clients:write', 'balance:read'], ...CODE },
      },
    },
    answers: {
      200: ok('The key as it is now.', 'ApiKey', {
        renamed: { ...API_KEY, name: 'Billing service (new)' },
        narrow: NARROW_API_KEY,
      }),
    },
    refusals: [...EVERYWHERE, ...OF_BODIES, ...OF_CODES, 'otp_required', 'rotated_already'],
  },
  'DELETE /api-keys/{key_id}': {
    operationId: 'deleteApiKey',
    tag: 'API keys',
    summary: 'Delete a key: it is revoked at once',
    description: 'Once this has been answered, no call with the key that starts later gets through.',
    parameters: [KEY_ID],
    answers: { 204: { description: 'The key is deleted.', content: null } },
    refusals: [...EVERYWHERE, 'not_found'],
  },
  'POST /api-keys/{key_id}/rotate': {
    operationId: 'rotateApiKey',
    tag: 'API keys',
    summary: 'Replace a key by a new one with the code',
    description:
      'The new key has the same name, scopes and addresses, and lives as long as the old one was made to, within the maximum of the partner. The old one stays good for the grace period that the code was asked for, at most to its own end, and ends by itself; its `rotated_to` is the new key. Works also at the limit of keys. The answer holds the new key itself, which is shown this one time.',
    parameters: [KEY_ID],
    request: { mediaTypes: JSON_ONLY, schema: 'RotateApiKeyRequest', examples: { code: CODE } },
    answers: { 201: ok('The new key.', 'CreatedApiKey', { created: CREATED_API_KEY }) },
    refusals: [...EVERYWHERE, ...OF_BODIES, ...OF_CODES, 'rotated_already'],
  },
} satisfies Partial<Readonly<Record<ManagementRoute, OperationDescription>>>;
