import { legacyUsage } from '../domain/legacy-tokens/legacy-usage.ts';
import { switchLegacyToken } from '../domain/legacy-tokens/switch-legacy-token.ts';
import { acceptsLegacyTokens } from '../domain/model/legacy-token-state.ts';
import type { PartnerDetails } from '../domain/model/records.ts';
import { partnerOf } from '../domain/partners/partner-staff.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { codeRefusalResponse, invalidOffAtResponse } from '../http/management-api/otp-responses.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import { legacyTokenSettingOf, presentationOf } from '../http/management-api/requested-changes.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import {
  type LegacyToken,
  type LegacyTokenWithUsage,
  setLegacyTokenRequest,
} from '../http/management-api/schemas/legacy-token.ts';
import { legacyUsageBody } from '../http/management-api/usage-bodies.ts';
import { type LegacyTokenRuntime, legacyTokenRuntime } from '../runtime/management-api.ts';

/** `GET` and `PUT /management/v1/legacy-token`: Legacy Token Authentication of a partner. */
export function createLegacyTokenHandler(runtime: LegacyTokenRuntime) {
  return managementHandler(async (call) => {
    const { event, actor, nowMs, problem, refuse } = call;
    if (event.httpMethod === 'GET') {
      const partner = await partnerOf(runtime.staff, actor);
      const members = await runtime.members.list(actor.partnerId);
      const calls = await legacyUsage(runtime.usage, actor.partnerId, members, nowMs);
      const body: LegacyTokenWithUsage = { ...legacyTokenBody(partner, nowMs), usage: legacyUsageBody(calls) };
      return jsonResponse(200, body);
    }
    const parsed = parseBody(setLegacyTokenRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const setting = legacyTokenSettingOf(parsed.value);
    const result = await switchLegacyToken(actor, setting, presentationOf(parsed.value), { ...runtime, nowMs });
    switch (result.outcome) {
      case 'switched':
      case 'unchanged':
        return jsonResponse(200, legacyTokenBody(result.partner, nowMs));
      case 'invalid_off_at':
        return invalidOffAtResponse(call, result.reason, '/off_at');
      case 'otp_required':
        return problem('otp_required', {
          detail: 'The change accepts legacy tokens for longer: ask for a code for it, and send both together.',
          widens: result.widens,
        });
      default:
        return codeRefusalResponse(result, call);
    }
  }, runtime.metrics);
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
