import { legacyUsage } from '../domain/legacy-tokens/legacy-usage.ts';
import { switchLegacyToken } from '../domain/legacy-tokens/switch-legacy-token.ts';
import { acceptsLegacyTokens } from '../domain/model/legacy-token-state.ts';
import type { PartnerDetails } from '../domain/model/records.ts';
import { partnerOf } from '../domain/partners/partner-staff.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import {
  type LegacyToken,
  type LegacyTokenWithUsage,
  setLegacyTokenRequest,
} from '../http/management-api/schemas/legacy-token.ts';
import { legacyUsageBody } from '../http/management-api/usage-bodies.ts';
import { type LegacyTokenRuntime, legacyTokenRuntime } from '../runtime/management-api.ts';

const INVALID_OFF_AT = {
  past: 'Must be in the future: give a later time, or send enabled as false to switch off now.',
  off: 'Goes together with enabled as true only: tokens are accepted until then.',
};

/** `GET` and `PUT /management/v1/legacy-token`: Legacy Token Authentication of a partner. */
export function createLegacyTokenHandler({ staff, legacyToken, members, usage }: LegacyTokenRuntime) {
  return managementHandler(async ({ event, actor, nowMs, problem, refuse }) => {
    if (event.httpMethod === 'GET') {
      const partner = await partnerOf(staff, actor);
      const calls = await legacyUsage(usage, actor.partnerId, await members.list(actor.partnerId), nowMs);
      const body: LegacyTokenWithUsage = { ...legacyTokenBody(partner, nowMs), usage: legacyUsageBody(calls) };
      return jsonResponse(200, body);
    }
    const parsed = parseBody(setLegacyTokenRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const { enabled, off_at } = parsed.value;
    const setting = { enabled, offAt: off_at === null ? null : Math.floor(Date.parse(off_at) / 1000) };
    const result = await switchLegacyToken(actor, setting, { staff, legacyToken, nowMs });
    if (result.outcome === 'invalid_off_at') {
      return problem('invalid_request', { errors: [{ pointer: '/off_at', detail: INVALID_OFF_AT[result.reason] }] });
    }
    return jsonResponse(200, legacyTokenBody(result.partner, nowMs));
  });
}

/** A schedule that has passed reads as if somebody had turned legacy tokens off at that time: whoever scheduled it. */
function legacyTokenBody(partner: PartnerDetails, nowMs: number): LegacyToken {
  const enabled = acceptsLegacyTokens(partner, Math.floor(nowMs / 1000));
  const { legacyTokenEnabled, legacyTokenOffAt, legacyTokenChangedAt, legacyTokenChangedBy } = partner;
  const offAt = legacyTokenOffAt === null ? null : new Date(legacyTokenOffAt * 1000).toISOString();
  const turnedOffBySchedule = legacyTokenEnabled && !enabled;
  return {
    enabled,
    off_at: enabled ? offAt : null,
    changed_at: turnedOffBySchedule ? offAt : legacyTokenChangedAt,
    changed_by: legacyTokenChangedBy,
  };
}

export const handler = createLegacyTokenHandler(legacyTokenRuntime());
