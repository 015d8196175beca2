import { getApiKey } from '../domain/api-keys/manage-api-keys.ts';
import { ALL_CREDENTIALS } from '../domain/usage-counting/usage-updates.ts';
import { previewAllowedIps } from '../domain/usage-figures/preview-allowed-ips.ts';
import { choosePeriod } from '../domain/usage-figures/usage-period.ts';
import { usageReport } from '../domain/usage-figures/usage-report.ts';
import { headersOf } from '../http/headers.ts';
import { type ManagementCall, managementHandler } from '../http/management-api/management-handler.ts';
import { parseBody, parseValue } from '../http/management-api/request-body.ts';
import { csvResponse, jsonResponse } from '../http/management-api/responses.ts';
import { previewAllowedIpsRequest, usageQuery } from '../http/management-api/schemas/usage.ts';
import { previewBody, usageBody, usageCsv } from '../http/management-api/usage-bodies.ts';
import { type UsageRuntime, usageRuntime } from '../runtime/management-api.ts';

/** `GET /management/v1/usage` and `POST /management/v1/allowed-ips/preview`. */
export function createUsageHandler({ usage, keys }: UsageRuntime) {
  async function report({ event, actor, nowMs, problem, refuse }: ManagementCall) {
    const parsed = parseValue(usageQuery, { ...event.queryStringParameters });
    if ('problem' in parsed) return refuse(parsed);
    const chosen = choosePeriod(parsed.value, nowMs);
    if ('detail' in chosen) {
      const { parameter, detail } = chosen;
      return problem('invalid_request', { errors: [{ pointer: `/${parameter}`, detail: detail }] });
    }
    const { period } = chosen;
    const figures = await usageReport(usage, actor.partnerId, parsed.value.credential_id ?? ALL_CREDENTIALS, period);
    return wantsCsv(event)
      ? csvResponse(`usage-${period.from}-${period.to}.csv`, usageCsv(figures))
      : jsonResponse(200, usageBody(figures));
  }

  async function preview({ event, actor, nowMs, problem, refuse }: ManagementCall) {
    const parsed = parseBody(previewAllowedIpsRequest, event);
    if ('problem' in parsed) return refuse(parsed);
    const { partnerId } = actor;
    const { allowed_ips: list, api_key_id: keyId } = parsed.value;
    // A mistyped ID has no traffic, so any list would look safe.
    if (keyId !== null && (await getApiKey(keys, actor, keyId)) === null) return problem('not_found');
    return jsonResponse(
      200,
      previewBody(await previewAllowedIps(usage, { partnerId, credentialId: keyId ?? ALL_CREDENTIALS }, list, nowMs)),
    );
  }

  return managementHandler((call) => (call.event.httpMethod === 'POST' ? preview(call) : report(call)));
}

function wantsCsv(event: ManagementCall['event']): boolean {
  return (headersOf(event).get('accept') ?? []).some((accept) => /^\s*text\/csv\b/i.test(accept));
}

export const handler = createUsageHandler(usageRuntime());
