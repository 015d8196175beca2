import type { ApiKey } from '../../../lambdas/http/management-api/schemas/api-keys.ts';

/** A key as the Management API lists it. */
export function apiKey(changes: Partial<ApiKey> = {}): ApiKey {
  return {
    id: 'abcDEF123456',
    name: 'Billing',
    hint: 'dpa_live_demoPA_abcDEF123456_Xy9z…',
    status: 'active',
    scopes: ['*'],
    allowed_ips: [],
    created_at: '2026-11-01T08:00:00.000Z',
    created_by: 'owner@demo.example',
    expires_at: null,
    rotated_to: null,
    last_used_at: null,
    last_used_ip: null,
    ...changes,
  };
}
