import { refusalText } from '../../lambdas/domain/model/refusals.ts';
import type { ActivityEvent } from '../../lambdas/http/management-api/schemas/activity.ts';
import type { ApiKey, CreatedApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import type { LegacyToken, LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { Notices } from '../../lambdas/http/management-api/schemas/notices.ts';
import type { OtpChallenge } from '../../lambdas/http/management-api/schemas/otp-challenges.ts';
import type { Health, Session } from '../../lambdas/http/management-api/schemas/session.ts';
import type { Settings } from '../../lambdas/http/management-api/schemas/settings.ts';
import type { AllowedIpsPreview, Usage } from '../../lambdas/http/management-api/schemas/usage.ts';

const OWNER = 'owner@demo.example';
/** From the documentation range of RFC 5737. */
const ADDRESS = '203.0.113.7';

export const HEALTHY: Health = { status: 'ok' };

export const SESSION: Session = {
  user: { id: 'usr_4Qb7TzK0mXv2LdR9', email: OWNER },
  partner: { id: 'demoPA', name: 'Demo Messaging', status: 'active', legacy_token_enabled: true },
  viewer_ip: ADDRESS,
};

export const API_KEY: ApiKey = {
  id: 'k3Jx81PqZr0B',
  name: 'Billing service',
  hint: 'dpa_test_demoPA_k3Jx81PqZr0B_9fQw…',
  status: 'active',
  scopes: ['*'],
  allowed_ips: [],
  created_at: '2026-11-24T09:15:00.000Z',
  created_by: OWNER,
  expires_at: null,
  rotated_to: null,
  last_used_at: '2026-11-24T09:29:58.120Z',
  last_used_ip: ADDRESS,
};

export const NARROW_API_KEY: ApiKey = {
  ...API_KEY,
  id: 'Zq7Lw02MnB4c',
  name: 'Reporting',
  hint: 'dpa_test_demoPA_Zq7Lw02MnB4c_T5yd…',
  scopes: ['clients:read', 'balance:read'],
  allowed_ips: [ADDRESS, '2001:db8::/48'],
  expires_at: '2027-05-24T09:00:00.000Z',
};

export const ROTATED_API_KEY: ApiKey = {
  ...API_KEY,
  created_at: '2026-08-01T07:30:00.000Z',
  expires_at: '2026-11-25T09:15:00.000Z',
  rotated_to: NARROW_API_KEY.id,
};

export const NOTICES: Notices = {
  email: 'owner@demo.example',
  notices: {
    api_key_created: true,
    api_key_rotated: true,
    api_key_widened: true,
    settings_broadened: true,
    legacy_token_on: true,
    user_added: true,
    partner_reactivated: true,
    api_key_narrowed: true,
    api_key_disabled: true,
    api_key_deleted: true,
    settings_narrowed: true,
    legacy_token_off: true,
    user_removed: true,
    partner_suspended: true,
    otp_locked: true,
    revoked_key_used: true,
  },
};
export const MUTED_NOTICES: Notices = { ...NOTICES, notices: { ...NOTICES.notices, api_key_disabled: false } };

export const SETTINGS: Settings = { allowed_ips: [], max_key_lifetime_days: null };
export const NARROW_SETTINGS: Settings = { allowed_ips: ['203.0.113.0/24'], max_key_lifetime_days: 365 };

/** Its checksum is wrong, so that nobody takes it for a key that leaked. */
export const CREATED_API_KEY: CreatedApiKey = {
  ...API_KEY,
  last_used_at: null,
  last_used_ip: null,
  key: 'dpa_test_demoPA_k3Jx81PqZr0B_9fQwExampleExampleExampleExample000000',
};

export const OTP_CHALLENGE: OtpChallenge = {
  id: '01JDEWZ5T4M8Q2V6X0Y3B7C9DF',
  channel: 'email',
  destination: 'o•••@demo.example',
  expires_at: '2026-11-24T09:20:00.000Z',
  resend_after: '2026-11-24T09:15:30.000Z',
};

export const LEGACY_ON: LegacyToken = { enabled: true, off_at: null, changed_at: null, changed_by: null };
export const LEGACY_OFF: LegacyToken = {
  enabled: false,
  off_at: null,
  changed_at: '2026-11-24T09:30:00.000Z',
  changed_by: OWNER,
};

export const LEGACY_USED: LegacyTokenWithUsage = {
  ...LEGACY_ON,
  usage: {
    total: 312,
    success: 309,
    users: [
      {
        email: OWNER,
        total: 312,
        success: 309,
        last_used_at: '2026-11-24T09:29:58.120Z',
        addresses: [ADDRESS],
        resources: ['clients', 'balance'],
      },
    ],
  },
};

export const USAGE: Usage = {
  days: [
    { date: '2026-11-23', total: 0, success: 0, client_error: 0, server_error: 0, refused: {} },
    {
      date: '2026-11-24',
      total: 1204,
      success: 1190,
      client_error: 12,
      server_error: 2,
      refused: { insufficient_scope: 9 },
    },
  ],
  resources: [
    { resource: 'clients', total: 1100 },
    { resource: 'balance', total: 104 },
  ],
  addresses: [{ ip: ADDRESS, total: 1200, last_seen_at: '2026-11-24T09:29:58.120Z' }],
  other_addresses: 4,
  addresses_complete: true,
  updated_at: '2026-11-24T09:30:01.000Z',
};
export const USAGE_CSV =
  'date,total,success,client_error,server_error,refused_insufficient_scope\r\n2026-11-24,1204,1190,12,2,9\r\n';

export const DENIAL: Denial = {
  request_id: 'JKJ_gHExampleA=',
  at: '2026-11-24T09:29:58.120Z',
  status: 403,
  code: 'ip_not_allowed',
  reason: 'ip_not_allowed',
  check: 'address',
  detail: refusalText({ code: 'ip_not_allowed', ip: '198.51.100.23' }),
  still_refused: true,
  seen: {
    credential: { type: 'api_key', id: API_KEY.id, name: API_KEY.name, verified: true },
    ip: '198.51.100.23',
    method: 'GET',
    path_partner_id: 'demoPA',
    required_scope: 'clients:read',
  },
  now: {
    partner: { id: 'demoPA', status: 'active', allowed_ips: [], legacy_token_enabled: true },
    api_key: { status: 'active', scopes: ['*'], allowed_ips: [ADDRESS], expires_at: null },
  },
};

export const ALLOWED_IPS_PREVIEW: AllowedIpsPreview = {
  would_refuse: [{ ip: '198.51.100.23', total: 41, last_seen_at: '2026-11-24T08:02:11.000Z' }],
  refused_addresses: 1,
  refused_calls: 41,
  other_calls: 0,
  addresses_complete: true,
  suggestion: [ADDRESS, '198.51.100.23'],
};

export const EVENTS: readonly ActivityEvent[] = [
  {
    id: '01JDEX7N3A5R9W1Z4C6E8G0HJK',
    at: '2026-11-24T09:30:00.000Z',
    action: 'legacy_token.disabled',
    actor: OWNER,
    target: null,
    ip: ADDRESS,
  },
  {
    id: '01JDEWZ9S2P4T6V8X0Z1B3D5FG',
    at: '2026-11-24T09:15:40.000Z',
    action: 'api_key.created',
    actor: OWNER,
    target: API_KEY.id,
    ip: ADDRESS,
  },
];
