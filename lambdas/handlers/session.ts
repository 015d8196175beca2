import { partnerOf } from '../domain/switch-legacy-token.ts';
import { managementHandler } from '../http/management-handler.ts';
import type { Session } from '../http/management-schemas.ts';
import { jsonAnswer } from '../http/problem.ts';
import { type SessionRuntime, sessionRuntime } from '../runtime.ts';

/** `GET /management/v1/session`: who is signed in, and for which partner. */
export function createSessionHandler({ staff }: SessionRuntime) {
  return managementHandler(async ({ actor }) => {
    const { partnerId, name, status, legacyTokenEnabled } = await partnerOf(staff, actor);
    const session: Session = {
      user: { id: actor.subject, email: actor.email },
      partner: { id: partnerId, name, status, legacy_token_enabled: legacyTokenEnabled },
      viewer_ip: actor.ip,
    };
    return jsonAnswer(200, session);
  });
}

export const handler = createSessionHandler(sessionRuntime());
