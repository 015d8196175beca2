import { activityEvent, activityPage } from '../../lambdas/http/management-api/schemas/activity.ts';
import {
  apiKey,
  apiKeyList,
  createApiKeyRequest,
  createdApiKey,
  rotateApiKeyRequest,
  updateApiKeyRequest,
} from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import {
  legacyToken,
  legacyTokenWithUsage,
  setLegacyTokenRequest,
} from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { notices, updateNoticesRequest } from '../../lambdas/http/management-api/schemas/notices.ts';
import { createOtpChallengeRequest, otpChallenge } from '../../lambdas/http/management-api/schemas/otp-challenges.ts';
import { problem } from '../../lambdas/http/management-api/schemas/problem.ts';
import { health, session } from '../../lambdas/http/management-api/schemas/session.ts';
import { settings, updateSettingsRequest } from '../../lambdas/http/management-api/schemas/settings.ts';
import { allowedIpsPreview, previewAllowedIpsRequest, usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import { type ApiDescription, documentOf } from './document.ts';
import { MANAGEMENT_OPERATIONS } from './management-operations.ts';
import { MANAGEMENT_PROBLEMS } from './management-problems.ts';
import type { JsonSchema } from './schemas.ts';

const API: ApiDescription = {
  info: {
    title: 'Management API',
    version: '1.0.0',
    description:
      'What the Partner Hub calls: keys and their controls, settings, notices, Legacy Token Authentication and activity of the partner whose user is signed in. `GET /config.json` on the hub tells a client how to sign in.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [
    {
      url: '{hub}/management/v1',
      description: 'Behind the Partner Hub, on the same origin.',
      variables: {
        hub: { default: 'http://localhost:3601', description: 'Origin of the hub; the default is the local run.' },
      },
    },
  ],
  tags: [
    { name: 'Health', description: 'Whether the service answers.' },
    { name: 'Session', description: 'The signed-in user.' },
    {
      name: 'API keys',
      description:
        'Keys of the Partner API, and what each may do, from where and how long. Whatever widens that takes a one-time code.',
    },
    { name: 'Settings', description: 'What holds for all credentials of the partner.' },
    { name: 'Notices', description: 'What the signed-in user is told of by e-mail.' },
    { name: 'Legacy Token Authentication', description: 'Bearer tokens from `POST /api/v2/token` of the Partner API.' },
    { name: 'Usage', description: 'Calls of the Partner API by day, outcome, resource and address.' },
    { name: 'Activity', description: 'Every change, and every wrong code.' },
  ],
  securitySchemes: {
    IdToken: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description:
        'The ID token of an OpenID Connect sign-in at the issuer that `/config.json` names, for its client. Access tokens are refused.',
    },
  },
  security: [{ IdToken: [] }],
  operations: MANAGEMENT_OPERATIONS,
  requests: {
    CreateOtpChallengeRequest: createOtpChallengeRequest,
    CreateApiKeyRequest: createApiKeyRequest,
    RotateApiKeyRequest: rotateApiKeyRequest,
    UpdateApiKeyRequest: updateApiKeyRequest,
    UpdateSettingsRequest: updateSettingsRequest,
    UpdateNoticesRequest: updateNoticesRequest,
    PreviewAllowedIpsRequest: previewAllowedIpsRequest,
    SetLegacyTokenRequest: setLegacyTokenRequest,
  },
  responses: {
    Health: health,
    Session: session,
    ApiKey: apiKey,
    ApiKeyList: apiKeyList,
    CreatedApiKey: createdApiKey,
    OtpChallenge: otpChallenge,
    LegacyToken: legacyToken,
    LegacyTokenWithUsage: legacyTokenWithUsage,
    Settings: settings,
    Notices: notices,
    Usage: usage,
    Denial: denial,
    AllowedIpsPreview: allowedIpsPreview,
    ActivityEvent: activityEvent,
    ActivityPage: activityPage,
    Problem: problem,
  },
  refusals: MANAGEMENT_PROBLEMS,
  refusalMediaType: 'application/problem+json',
  refusalSchema: (codes) => ({
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  }),
};

export function managementApiDocument(): JsonSchema {
  return documentOf(API);
}
