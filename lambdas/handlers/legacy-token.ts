import { legacyUsage } from '../domain/legacy-tokens/legacy-usage.ts';
import { switchLegacyToken } from '../domain/legacy-tokens/switch-legacy-token.ts';
import { acceptsLegacyTokens } from '../domain/model/legacy-token-state.ts';
import type { PartnerDetails } from '../domain/model/records.ts';
import { partnerOf } from '../domain/partners/partner-staff.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { jsonAnswer } from '../http/management-api/problem.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import {
  type LegacyToken,
  type LegacyTokenWithUsage,
  setLegacyTokenRequest,
} from '../http/management-api/schemas/legacy-token.ts';
import { legacyUsageAnswer } from '../http/management-api/usage-responses.ts';
import { type LegacyTokenRuntime, legacyTokenRuntime } from '../runtime.ts';

const INVALID_OFF_AT = {
  past: 'Must be in the future: give a later time, or send enabled as false to switch off now.',
  off: 'Goes together with enabled as true only: tokens are accepted until then.',
};

/** `GET` and `PUT /management/v1/legacy-token`: Legacy Token Authentication of the partner. */
export function createLegacyTokenHandler({ staff, legacyToken, members, usage }: LegacyTokenRuntime) {
  return managementHandler(async ({ event, actor, nowMs, problem, refuse }) => {
    if (event.httpMethod === 'GET') {
      const partner = await partnerOf(staff, actor);
      const calls = await legacyUsage(usage, actor.partnerId, await members.list(actor.partnerId), nowMs);
      const answer: LegacyTokenWithUsage = { ...answerOf(partner, nowMs), usage: legacyUsageAnswer(calls) };
      return jsonAnswer(200, answer);
    }
    const parsed = parseBody(setLegacyTokenRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const { enabled, off_at } = parsed.value;
    const position = { enabled, offAt: off_at === null ? null : Math.floor(Date.parse(off_at) / 1000) };
    const switching = await switchLegacyToken(actor, position, { staff, legacyToken, nowMs });
    if (switching.outcome === 'invalid_off_at') {
      return problem('invalid_request', { errors: [{ pointer: '/off_at', detail: INVALID_OFF_AT[switching.reason] }] });
    }
    return jsonAnswer(200, answerOf(switching.partner, nowMs));
  });
}

/** After a scheduled end it reads as if it had been switched off then, by whoever scheduled it. */
function answerOf(partner: PartnerDetails, nowMs: number): LegacyToken {
  const enabled = acceptsLegacyTokens(partner, Math.floor(nowMs / 1000));
  const { legacyTokenEnabled, legacyTokenOffAt, legacyTokenChangedAt, legacyTokenChangedBy } = partner;
  const offAt = legacyTokenOffAt === null ? null : new Date(legacyTokenOffAt * 1000).toISOString();
  const endedByItself = legacyTokenEnabled && !enabled;
  return {
    enabled,
    off_at: enabled ? offAt : null,
    changed_at: endedByItself ? offAt : legacyTokenChangedAt,
    changed_by: legacyTokenChangedBy,
  };
}

export const handler = createLegacyTokenHandler(legacyTokenRuntime());
