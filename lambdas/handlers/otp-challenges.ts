import type { APIGatewayProxyResult } from 'aws-lambda';
import type { z } from 'zod/mini';
import { timeText } from '../domain/base/time-text.ts';
import { type RequestOtpChallengeResult, requestOtpChallenge } from '../domain/code-requests/request-otp-challenge.ts';
import type { WantedAction } from '../domain/code-requests/resolve-action.ts';
import { errorFields, log } from '../http/log.ts';
import { type ManagementCall, managementHandler } from '../http/management-api/management-handler.ts';
import { invalidOffAtResponse, lifetimeExceededResponse } from '../http/management-api/otp-responses.ts';
import { parseBody } from '../http/management-api/request-body.ts';
import { keyChangesOf, legacyTokenSettingOf, settingsChangesOf } from '../http/management-api/requested-changes.ts';
import { jsonResponse, secondsUntil } from '../http/management-api/responses.ts';
import { createOtpChallengeRequest, type OtpChallenge } from '../http/management-api/schemas/otp-challenges.ts';
import { type OtpChallengesRuntime, otpChallengesRuntime } from '../runtime/management-api.ts';

/** `POST /management/v1/otp-challenges`: sends the user a code for one change. */
export function createOtpChallengesHandler(runtime: OtpChallengesRuntime) {
  return managementHandler(async (call) => {
    const parsed = parseBody(createOtpChallengeRequest, call.event);
    if ('problem' in parsed) return call.refuse(parsed);
    const report = (error: unknown) => log('error', 'message_not_sent', errorFields(error));
    const { actor, nowMs } = call;
    const request = { wanted: wantedAction(parsed.value), channel: parsed.value.channel };
    return challengeResponse(await requestOtpChallenge(actor, request, { ...runtime, report, nowMs }), call);
  }, runtime.metrics);
}

function wantedAction(request: z.infer<typeof createOtpChallengeRequest>): WantedAction {
  const { purpose } = request;
  switch (purpose) {
    case 'create_api_key': {
      const { name, scopes, allowed_ips: allowedIps, expires_at: expiresAt } = request.api_key;
      return { purpose, key: { name, scopes, allowedIps, ...(expiresAt === undefined ? {} : { expiresAt }) } };
    }
    case 'update_api_key':
      return { purpose, keyId: request.api_key_id, changes: keyChangesOf(request.changes) };
    case 'rotate_api_key':
      return { purpose, keyId: request.api_key_id, graceSeconds: request.grace_seconds };
    case 'update_settings':
      return { purpose, changes: settingsChangesOf(request.changes) };
    case 'update_legacy_token':
      return { purpose, changes: legacyTokenSettingOf(request.changes) };
  }
}

function challengeResponse(result: RequestOtpChallengeResult, call: ManagementCall): APIGatewayProxyResult {
  const { problem, nowMs } = call;
  switch (result.outcome) {
    case 'sent': {
      const { id, channel, destination, expiresMs, resendAfterMs } = result.challenge;
      const body: OtpChallenge = {
        id,
        channel,
        destination,
        expires_at: new Date(expiresMs).toISOString(),
        resend_after: new Date(resendAfterMs).toISOString(),
      };
      return jsonResponse(201, body);
    }
    case 'no_phone':
      return problem('invalid_request', {
        errors: [{ pointer: '/channel', detail: 'No phone number on file. Use e-mail instead.' }],
      });
    case 'channel_not_set_up':
      return problem('invalid_request', {
        errors: [{ pointer: '/channel', detail: 'This channel is not set up here: use another one.' }],
      });
    case 'password_reset_recently': {
      const advice = result.canUseWhatsApp ? 'ask for one by WhatsApp, or wait' : 'wait until then';
      return problem('password_reset_recently', {
        retryAfterSeconds: secondsUntil(result.untilMs, nowMs),
        detail: `No codes are sent by e-mail until ${timeText(result.untilMs)}, an hour after the password reset: ${advice}.`,
      });
    }
    case 'lifetime_exceeded':
      return lifetimeExceededResponse(call, result.maxDays, result.pointer);
    case 'invalid_off_at':
      return invalidOffAtResponse(call, result.reason, '/changes/off_at');
    case 'key_not_found':
      return problem('not_found');
    case 'otp_locked':
    case 'otp_rate_limited':
      return problem(result.outcome, { retryAfterSeconds: secondsUntil(result.untilMs, nowMs) });
    case 'dispatch_failed':
      return problem('otp_dispatch_failed');
    case 'partner_suspended':
    case 'key_limit_reached':
    case 'rotated_already':
      return problem(result.outcome);
  }
}

export const handler = createOtpChallengesHandler(otpChallengesRuntime());
