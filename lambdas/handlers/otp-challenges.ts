import { type OtpChallengeOutcome, requestOtpChallenge } from '../domain/request-otp-challenge.ts';
import { errorFields, log } from '../http/log.ts';
import { type ManagementCall, managementHandler } from '../http/management-handler.ts';
import { createOtpChallengeRequest, type OtpChallenge } from '../http/management-schemas.ts';
import { jsonAnswer, secondsUntil } from '../http/problem.ts';
import { parseBody } from '../http/request-body.ts';
import { type OtpChallengesRuntime, otpChallengesRuntime } from '../runtime.ts';

/** `POST /management/v1/otp-challenges`: sends the user a code for one key. */
export function createOtpChallengesHandler(runtime: OtpChallengesRuntime) {
  return managementHandler(async (call) => {
    const parsed = parseBody(createOtpChallengeRequest, call.event);
    if ('problem' in parsed) return call.refuse(parsed);
    const { api_key: key, channel } = parsed.value;
    const report = (error: unknown) => log('error', 'message_not_sent', errorFields(error));
    const { actor, nowMs } = call;
    return answerOf(await requestOtpChallenge(actor, { key, channel }, { ...runtime, report, nowMs }), call);
  });
}

function answerOf(result: OtpChallengeOutcome, { problem, nowMs }: ManagementCall) {
  switch (result.outcome) {
    case 'sent': {
      const { id, channel, destination, expiresMs, resendAfterMs } = result.challenge;
      const answer: OtpChallenge = {
        id,
        channel,
        destination,
        expires_at: new Date(expiresMs).toISOString(),
        resend_after: new Date(resendAfterMs).toISOString(),
      };
      return jsonAnswer(201, answer);
    }
    case 'no_phone':
      return problem('invalid_request', {
        errors: [{ pointer: '/channel', detail: 'There is no phone number for you: use email.' }],
      });
    case 'channel_not_set_up':
      return problem('invalid_request', {
        errors: [{ pointer: '/channel', detail: 'This channel is not set up here: use another one.' }],
      });
    case 'otp_locked':
    case 'otp_rate_limited':
      return problem(result.outcome, { retryAfterSeconds: secondsUntil(result.untilMs, nowMs) });
    case 'dispatch_failed':
      return problem('otp_dispatch_failed');
    case 'partner_suspended':
    case 'key_limit_reached':
      return problem(result.outcome);
  }
}

export const handler = createOtpChallengesHandler(otpChallengesRuntime());
