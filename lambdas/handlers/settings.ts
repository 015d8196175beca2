import type { PartnerSettings } from '../domain/model/restrictions.ts';
import { partnerOf } from '../domain/partners/partner-staff.ts';
import { changeSettings, settingsOf } from '../domain/settings/change-settings.ts';
import { managementHandler } from '../http/management-api/management-handler.ts';
import { codeRefusalResponse } from '../http/management-api/otp-responses.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import { presentationOf, settingsChangesOf } from '../http/management-api/requested-changes.ts';
import { jsonResponse } from '../http/management-api/responses.ts';
import { type Settings, updateSettingsRequest } from '../http/management-api/schemas/settings.ts';
import { type SettingsRuntime, settingsRuntime } from '../runtime/management-api.ts';

/** `GET` and `PATCH /management/v1/settings`: what applies to all of a partner's credentials. */
export function createSettingsHandler(runtime: SettingsRuntime) {
  return managementHandler(async (call) => {
    const { event, actor, nowMs, problem, refuse } = call;
    if (event.httpMethod === 'GET')
      return jsonResponse(200, settingsBody(settingsOf(await partnerOf(runtime.staff, actor))));
    const parsed = parseBody(updateSettingsRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const changes = settingsChangesOf(parsed.value);
    const options = { ...runtime, nowMs };
    const result = await changeSettings(actor, changes, presentationOf(parsed.value), options);
    switch (result.outcome) {
      case 'updated':
        return jsonResponse(200, settingsBody(result.settings));
      case 'otp_required':
        return problem('otp_required', {
          detail: 'The change widens what the credentials may do: ask for a code for it, and send both together.',
          widens: result.widens,
        });
      default:
        return codeRefusalResponse(result, call);
    }
  }, runtime.metrics);
}

function settingsBody({ allowedIps, maxKeyLifetimeDays }: PartnerSettings): Settings {
  return { allowed_ips: [...allowedIps], max_key_lifetime_days: maxKeyLifetimeDays };
}

export const handler = createSettingsHandler(settingsRuntime());
