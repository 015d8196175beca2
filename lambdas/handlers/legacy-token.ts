import type { PartnerDetails } from '../domain/records.ts';
import { partnerOf, switchLegacyToken } from '../domain/switch-legacy-token.ts';
import { managementHandler } from '../http/management-handler.ts';
import { type LegacyToken, setLegacyTokenRequest } from '../http/management-schemas.ts';
import { jsonAnswer } from '../http/problem.ts';
import { parseBody } from '../http/request-body.ts';
import { type LegacyTokenRuntime, legacyTokenRuntime } from '../runtime.ts';

/** `GET` and `PUT /management/v1/legacy-token`: Legacy Token Authentication of the partner. */
export function createLegacyTokenHandler({ staff, legacyToken }: LegacyTokenRuntime) {
  return managementHandler(async ({ event, actor, nowMs, refuse }) => {
    if (event.httpMethod === 'GET') return jsonAnswer(200, answerOf(await partnerOf(staff, actor)));
    const parsed = parseBody(setLegacyTokenRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const partner = await switchLegacyToken(actor, parsed.value.enabled, { staff, legacyToken, nowMs });
    return jsonAnswer(200, answerOf(partner));
  });
}

function answerOf({ legacyTokenEnabled, legacyTokenChangedAt, legacyTokenChangedBy }: PartnerDetails): LegacyToken {
  return { enabled: legacyTokenEnabled, changed_at: legacyTokenChangedAt, changed_by: legacyTokenChangedBy };
}

export const handler = createLegacyTokenHandler(legacyTokenRuntime());
