import { type ManagementRoute, methodAndPath } from '../../lambdas/contract/management-routes.ts';
import { activityQuery } from '../../lambdas/http/management-api/schemas/activity.ts';
import { usageQuery } from '../../lambdas/http/management-api/schemas/usage.ts';
import type { Operation, OperationDescription } from './document.ts';
import { EVERYWHERE, JSON_ONLY, OF_BODIES, OF_CODES, ok } from './management-answers.ts';
import {
  ALLOWED_IPS_PREVIEW,
  API_KEY,
  DENIAL,
  EVENTS,
  HEALTHY,
  LEGACY_OFF,
  LEGACY_USED,
  MUTED_NOTICES,
  NARROW_SETTINGS,
  NOTICES,
  OTP_CHALLENGE,
  SESSION,
  SETTINGS,
  USAGE,
  USAGE_CSV,
} from './management-examples.ts';
import { API_KEY_OPERATIONS } from './management-key-operations.ts';
import { queryParameters } from './schemas.ts';

/** The description of every route: the type check names those that lack one. */
const DESCRIPTIONS: Readonly<Record<ManagementRoute, OperationDescription>> = {
  'GET /health': {
    operationId: 'getHealth',
    tag: 'Health',
    summary: 'Whether the service answers, for probes',
    description: 'Needs no token. Goes through gateway and function to the records and back.',
    security: [],
    answers: { 200: ok('It does.', 'Health', { healthy: HEALTHY }) },
    refusals: ['rate_limited', 'internal_error', 'temporarily_unavailable'],
  },
  'GET /session': {
    operationId: 'getSession',
    tag: 'Session',
    summary: 'Who is signed in, and for which partner',
    answers: { 200: ok('The user and the partner.', 'Session', { owner: SESSION }) },
    refusals: EVERYWHERE,
  },
  'DELETE /sessions': {
    operationId: 'signOutEverywhere',
    tag: 'Session',
    summary: 'Sign out everywhere',
    description:
      'Ends every session and every legacy token of the signed-in user. Once this has been answered, no call with one of them that starts later gets through, this session included; to come back, the user signs in anew. API keys are not affected.',
    answers: { 204: { description: 'Everything has ended.', content: null } },
    refusals: EVERYWHERE,
  },
  ...API_KEY_OPERATIONS,
  'GET /settings': {
    operationId: 'getSettings',
    tag: 'Settings',
    summary: 'What holds for all credentials of the partner',
    answers: { 200: ok('The settings.', 'Settings', { open: SETTINGS, narrow: NARROW_SETTINGS }) },
    refusals: EVERYWHERE,
  },
  'PATCH /settings': {
    operationId: 'updateSettings',
    tag: 'Settings',
    summary: 'Change the addresses that may call, or how long keys live',
    description:
      'What is left out stays. Widening (more addresses, an emptied list, a longer maximum or none) takes a code that was asked for with exactly these changes; without one it is refused with `otp_required`, which lists what widens. The maximum binds keys that are created, rotated or given a new end from then on; existing ones keep theirs.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'UpdateSettingsRequest',
      examples: {
        narrower: NARROW_SETTINGS,
        wider: { allowed_ips: [], challenge_id: OTP_CHALLENGE.id, code: '482913' },
      },
    },
    answers: { 200: ok('The settings as they are now.', 'Settings', { narrow: NARROW_SETTINGS }) },
    refusals: [...EVERYWHERE, ...OF_BODIES, ...OF_CODES, 'otp_required'],
  },
  'GET /notices': {
    operationId: 'getNotices',
    tag: 'Notices',
    summary: 'Which notices the signed-in user is sent',
    answers: { 200: ok('Each kind of notice, and whether it is sent.', 'Notices', { all: NOTICES }) },
    refusals: EVERYWHERE,
  },
  'PATCH /notices': {
    operationId: 'updateNotices',
    tag: 'Notices',
    summary: 'Mute kinds of notices, or have them sent again',
    description:
      'For the signed-in user alone. Kinds that are left out stay as they are. Whoever mutes something gets a last message that says so. Who is locked after wrong codes is told of it also with `otp_locked` muted.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'UpdateNoticesRequest',
      examples: { mute: { notices: { api_key_disabled: false } } },
    },
    answers: { 200: ok('All kinds as they are now.', 'Notices', { muted: MUTED_NOTICES }) },
    refusals: [...EVERYWHERE, ...OF_BODIES],
  },
  'GET /legacy-token': {
    operationId: 'getLegacyToken',
    tag: 'Legacy Token Authentication',
    summary: 'Whether Bearer tokens are accepted, and who still sends them',
    description: 'A call that is refused counts, too. Figures come from the logs of the API, seconds after the calls.',
    answers: { 200: ok('The setting, its last change and the calls.', 'LegacyTokenWithUsage', { used: LEGACY_USED }) },
    refusals: EVERYWHERE,
  },
  'PUT /legacy-token': {
    operationId: 'setLegacyToken',
    tag: 'Legacy Token Authentication',
    summary: 'Switch Bearer tokens off or on',
    description:
      'Takes effect at once, in both directions. Tokens that are live when it is switched off work again when it is switched on. The same value again changes nothing. Turning on, canceling a scheduled end and a later end take a code that was asked for with exactly these values; without one they are refused with `otp_required`, while the partner is suspended with `partner_suspended`. Turning off, scheduling and an earlier end take none.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'SetLegacyTokenRequest',
      examples: {
        off: { enabled: false },
        scheduled: { enabled: true, off_at: '2027-01-31T00:00:00Z' },
        on: { enabled: true, challenge_id: OTP_CHALLENGE.id, code: '482913' },
      },
    },
    answers: { 200: ok('The setting as it is now.', 'LegacyToken', { off: LEGACY_OFF }) },
    refusals: [...EVERYWHERE, ...OF_BODIES, ...OF_CODES, 'otp_required'],
  },
  'GET /usage': {
    operationId: 'getUsage',
    tag: 'Usage',
    summary: 'What credentials did, by day, outcome, resource and address',
    description:
      'Counted from the logs of the API, seconds after the calls. A credential that never called has noughts. With `Accept: text/csv` the days come as a file.',
    parameters: queryParameters(usageQuery, {
      from: 'First day, UTC; without it the period has 30 days. At most 366.',
      to: 'Last day, UTC; without it today.',
      credential_id:
        'ID of a key or of a user; `*all` (also without the parameter), `*legacy` for all Bearer tokens, `*unknown` for keys that name the partner and were never given out.',
    }),
    answers: {
      200: {
        ...ok('The figures.', 'Usage', { figures: USAGE }),
        alternative: { mediaType: 'text/csv', example: USAGE_CSV },
      },
    },
    refusals: [...EVERYWHERE, 'invalid_request'],
  },
  'POST /allowed-ips/preview': {
    operationId: 'previewAllowedIps',
    tag: 'Usage',
    summary: 'Which good traffic of the last 30 days a list of addresses would have refused',
    description: 'Changes nothing. An empty list allows every address and refuses none.',
    request: {
      mediaTypes: JSON_ONLY,
      schema: 'PreviewAllowedIpsRequest',
      examples: {
        key: { allowed_ips: ['203.0.113.0/24'], api_key_id: API_KEY.id },
        partner: { allowed_ips: ['203.0.113.0/24'], api_key_id: null },
      },
    },
    answers: { 200: ok('What it would have refused.', 'AllowedIpsPreview', { some: ALLOWED_IPS_PREVIEW }) },
    refusals: [...EVERYWHERE, ...OF_BODIES, 'not_found'],
  },
  'GET /denials/{request_id}': {
    operationId: 'explainDenial',
    tag: 'Usage',
    summary: 'Why a call of the Partner API was refused',
    description:
      'By the `request_id` of the refusal, for 30 days, from seconds after the call. Calls with credentials of the partner; without a usable credential, those to a path of the partner.',
    parameters: [
      {
        name: 'request_id',
        in: 'path',
        required: true,
        description: 'As the refusal has it. Its equals sign may be encoded.',
        schema: { type: 'string' },
      },
    ],
    answers: {
      200: ok('The check that failed, what it saw and what it was held against.', 'Denial', { address: DENIAL }),
    },
    refusals: [...EVERYWHERE, 'not_found'],
  },
  'GET /activity': {
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
};

export const MANAGEMENT_OPERATIONS: readonly Operation[] = Object.entries(DESCRIPTIONS).map(([route, description]) => {
  const [method, path] = methodAndPath(route as ManagementRoute);
  return { method: method.toLowerCase() as Lowercase<typeof method>, path, ...description };
});
