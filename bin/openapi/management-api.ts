import * as schemas from '../../lambdas/http/management-schemas.ts';
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
    CreateOtpChallengeRequest: schemas.createOtpChallengeRequest,
    CreateApiKeyRequest: schemas.createApiKeyRequest,
    RotateApiKeyRequest: schemas.rotateApiKeyRequest,
    UpdateApiKeyRequest: schemas.updateApiKeyRequest,
    UpdateSettingsRequest: schemas.updateSettingsRequest,
    UpdateNoticesRequest: schemas.updateNoticesRequest,
    PreviewAllowedIpsRequest: schemas.previewAllowedIpsRequest,
    SetLegacyTokenRequest: schemas.setLegacyTokenRequest,
  },
  responses: {
    Health: schemas.health,
    Session: schemas.session,
    ApiKey: schemas.apiKey,
    ApiKeyList: schemas.apiKeyList,
    CreatedApiKey: schemas.createdApiKey,
    OtpChallenge: schemas.otpChallenge,
    LegacyToken: schemas.legacyToken,
    LegacyTokenWithUsage: schemas.legacyTokenWithUsage,
    Settings: schemas.settings,
    Notices: schemas.notices,
    Usage: schemas.usage,
    Denial: schemas.denial,
    AllowedIpsPreview: schemas.allowedIpsPreview,
    ActivityEvent: schemas.activityEvent,
    ActivityPage: schemas.activityPage,
    Problem: schemas.problem,
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
