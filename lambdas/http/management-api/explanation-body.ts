import { REFUSALS } from '../../contract/refusals.ts';
import { acceptsLegacyTokens } from '../../domain/model/legacy-token-state.ts';
import type { RefusalExplanation } from '../../domain/refusals/explain-refusal.ts';
import type { Denial } from './schemas/denials.ts';

export function explanationBody(
  { refusal, check, detail, partner, apiKey, userEmail, stillRefused }: RefusalExplanation,
  nowMs: number,
): Denial {
  const { requestId, atMs, code, reason, credential, verified, ip, method, pathPartnerId, requiredScope } = refusal;
  return {
    request_id: requestId,
    at: new Date(atMs).toISOString(),
    status: REFUSALS[reason].status,
    code,
    reason,
    check,
    detail,
    still_refused: stillRefused,
    seen: {
      credential:
        credential === null
          ? null
          : { type: credential.type, id: credential.id, name: apiKey?.name ?? userEmail, verified },
      ip,
      method,
      path_partner_id: pathPartnerId,
      required_scope: requiredScope,
    },
    now: {
      partner: {
        id: partner.partnerId,
        status: partner.status,
        allowed_ips: [...partner.allowedIps],
        legacy_token_enabled: acceptsLegacyTokens(partner, Math.floor(nowMs / 1000)),
      },
      api_key:
        apiKey === null
          ? null
          : {
              status: apiKey.status,
              scopes: [...apiKey.scopes],
              allowed_ips: [...apiKey.allowedIps],
              expires_at: apiKey.expiresAt === null ? null : new Date(apiKey.expiresAt * 1000).toISOString(),
            },
    },
  };
}
