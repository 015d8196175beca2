import type { ApiKeyDetails } from '../../domain/model/records.ts';
import type { LastUse } from '../../domain/usage-figures/usage-reader.ts';
import type { ApiKey } from './schemas/api-keys.ts';

/**
 * Returns a key as the API describes it.
 * @param lastUse - null if no use of the key is counted
 */
export function apiKeyBody(apiKey: ApiKeyDetails, lastUse: LastUse | null, nowMs: number): ApiKey {
  const { keyId, name, hint, scopes, allowedIps, createdAt, createdBy, expiresAt, rotatedTo } = apiKey;
  const expired = expiresAt !== null && expiresAt * 1000 <= nowMs;
  return {
    id: keyId,
    name,
    hint,
    // Disabled comes before expired, as in the authorizer's checks.
    status: apiKey.status === 'disabled' ? 'disabled' : expired ? 'expired' : 'active',
    scopes: [...scopes],
    allowed_ips: [...allowedIps],
    created_at: createdAt,
    created_by: createdBy,
    expires_at: expiresAt === null ? null : new Date(expiresAt * 1000).toISOString(),
    rotated_to: rotatedTo,
    last_used_at: lastUse === null ? null : new Date(lastUse.atMs).toISOString(),
    last_used_ip: lastUse?.ip ?? null,
  };
}
