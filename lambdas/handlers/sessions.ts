import { endSessions } from '../domain/users/end-sessions.ts';
import { errorFields, log } from '../http/log.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { emptyResponse } from '../http/management-api/responses.ts';
import { type SessionsRuntime, sessionsRuntime } from '../runtime/management-api.ts';

/** `DELETE /management/v1/sessions`: ends every session and every legacy token of the caller. */
export function createSessionsHandler(runtime: SessionsRuntime) {
  return managementHandler(async ({ actor, nowMs }) => {
    const report = (error: unknown) => log('error', 'refresh_tokens_not_ended', errorFields(error));
    const end = { action: 'user.signed_out', actor: actor.email, ip: actor.ip } as const;
    // A user who was removed meanwhile has no session either.
    await endSessions(actor, end, { ...runtime, report, nowMs });
    return emptyResponse();
  });
}

export const handler = createSessionsHandler(sessionsRuntime());
