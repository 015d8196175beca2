import type { ApiKeyDetails } from '../domain/records.ts';
import type { ApiKey } from './management-schemas.ts';

/** A key as the contract shows it. Its last use is kept outside the partition that the authorizer reads, and not counted yet. */
export function apiKeyAnswer(apiKey: ApiKeyDetails, nowMs: number): ApiKey {
  const { keyId, name, hint, scopes, allowedIps, createdAt, createdBy, expiresAt, rotatedTo } = apiKey;
  const expired = expiresAt !== null && expiresAt * 1000 <= nowMs;
  return {
    id: keyId,
    name,
    hint,
    // Disabled comes first: it is what the authorizer tells, and what somebody has to undo.
    status: apiKey.status === 'disabled' ? 'disabled' : expired ? 'expired' : 'active',
    scopes: [...scopes],
    allowed_ips: [...allowedIps],
    created_at: createdAt,
    created_by: createdBy,
    expires_at: expiresAt === null ? null : new Date(expiresAt * 1000).toISOString(),
    rotated_to: rotatedTo,
    last_used_at: null,
    last_used_ip: null,
  };
}
