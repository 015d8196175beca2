import { acceptsLegacyTokens } from '../domain/model/legacy-token-state.ts';
import { partnerOf } from '../domain/partners/partner-staff.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import type { Session } from '../http/management-api/schemas/session.ts';
import { type SessionRuntime, sessionRuntime } from '../runtime/management-api.ts';

/** `GET /management/v1/session`: who is signed in, and for which partner. */
export function createSessionHandler({ staff }: SessionRuntime) {
  return managementHandler(async ({ actor, nowMs }) => {
    const partner = await partnerOf(staff, actor);
    const { partnerId, name, status } = partner;
    const legacyTokenEnabled = acceptsLegacyTokens(partner, Math.floor(nowMs / 1000));
    const session: Session = {
      user: { id: actor.userId, email: actor.email },
      partner: { id: partnerId, name, status, legacy_token_enabled: legacyTokenEnabled },
      viewer_ip: actor.ip,
    };
    return jsonResponse(200, session);
  });
}

export const handler = createSessionHandler(sessionRuntime());
