import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import { MissingRecordError } from '../base/dependency-error.ts';
import { untilWritten } from '../base/until-written.ts';
import type { Actor } from '../model/audit-event.ts';
import { MAX_ACTIVE_KEYS, type PartnerDetails } from '../model/records.ts';
import type { OtpAction } from '../one-time-codes/otp-action.ts';
import { generateChallengeId, generateCode, hashCode, type Pepper } from '../one-time-codes/otp-code.ts';
import { type CodeSender, maskDestination } from '../one-time-codes/otp-message.ts';
import {
  type Channel,
  expiryOf,
  lockEnd,
  MAX_ATTEMPTS,
  nextSend,
  type OtpChallenge,
  resendTime,
  withChallenge,
  withoutFailedSend,
} from '../one-time-codes/otp-state.ts';
import type { OtpStore } from '../one-time-codes/otp-store.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import { type ActionRefusal, resolveAction, type WantedAction } from './resolve-action.ts';

export type RequestOtpChallengeResult =
  | { readonly outcome: 'sent'; readonly challenge: SentChallenge }
  | { readonly outcome: 'partner_suspended' }
  | { readonly outcome: 'channel_not_set_up' }
  | { readonly outcome: 'no_phone' }
  | { readonly outcome: 'password_reset_recently'; readonly untilMs: number; readonly canUseWhatsApp: boolean }
  | { readonly outcome: 'key_limit_reached' }
  | { readonly outcome: 'otp_locked'; readonly untilMs: number }
  | { readonly outcome: 'otp_rate_limited'; readonly untilMs: number }
  | { readonly outcome: 'dispatch_failed' }
  | ActionRefusal;

export interface ChallengeRequest {
  readonly wanted: WantedAction;
  readonly channel: Channel;
}

export interface SentChallenge {
  readonly id: string;
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  readonly expiresMs: number;
  readonly resendAfterMs: number;
}

export interface OtpChallengeOptions {
  readonly staff: PartnerStaff;
  readonly otp: OtpStore;
  readonly keys: ApiKeyStore;
  readonly pepper: Pepper;
  /** null for a channel that is not set up. */
  readonly senders: Readonly<Record<Channel, CodeSender | null>>;
  /** Called with the error if a message cannot be sent; does not change the result. */
  readonly report: (error: unknown) => void;
  readonly nowMs: number;
}

/** Whoever can read a user's mailbox can reset the password: for this time the mailbox alone is not enough for a change. */
const SECONDS_AFTER_RESET = 60 * 60;

/** Sends the user a code for one change. The send slot is reserved before sending and released if sending fails. */
export async function requestOtpChallenge(
  actor: Actor,
  request: ChallengeRequest,
  options: OtpChallengeOptions,
): Promise<RequestOtpChallengeResult> {
  const { staff, senders, nowMs } = options;
  const [user, partner] = await Promise.all([staff.findUser(actor.userId), staff.findPartner(actor.partnerId)]);
  if (user === null || partner === null) throw new MissingRecordError('A user or partner');
  if (partner.status === 'suspended') return { outcome: 'partner_suspended' };
  const sender = senders[request.channel];
  if (sender === null) return { outcome: 'channel_not_set_up' };
  const to = request.channel === 'email' ? user.email : user.phone;
  if (to === null) return { outcome: 'no_phone' };
  const byEmailFromMs = ((user.passwordResetAt ?? 0) + SECONDS_AFTER_RESET) * 1000;
  if (request.channel === 'email' && nowMs < byEmailFromMs) {
    const canUseWhatsApp = user.phone !== null && senders.whatsapp !== null;
    return { outcome: 'password_reset_recently', untilMs: byEmailFromMs, canUseWhatsApp };
  }

  const resolved = await resolveAction(actor, request.wanted, partner, options);
  if (resolved.outcome !== 'resolved') return resolved;
  const { action } = resolved;
  const code = generateCode();
  const reserved = await reserve(actor, partner, { action, channel: request.channel }, code, options);
  if (reserved.outcome !== 'reserved') return reserved;
  const { challenge } = reserved;
  try {
    await sender.send({
      to,
      code,
      action,
      partnerId: partner.partnerId,
      partnerName: partner.name,
      requestedBy: user.email,
      requestedAtMs: nowMs,
      ip: actor.ip,
    });
  } catch (error) {
    options.report(error);
    await releaseSlot(actor, challenge, options);
    return { outcome: 'dispatch_failed' };
  }
  return {
    outcome: 'sent',
    challenge: {
      id: challenge.id,
      channel: challenge.channel,
      destination: maskDestination(to),
      expiresMs: challenge.expiresMs,
      resendAfterMs: resendTime(challenge),
    },
  };
}

type Reservation =
  | { readonly outcome: 'reserved'; readonly challenge: OtpChallenge }
  | Extract<RequestOtpChallengeResult, { outcome: 'key_limit_reached' | 'otp_locked' | 'otp_rate_limited' }>;

async function reserve(
  actor: Actor,
  partner: PartnerDetails,
  { action, channel }: { readonly action: OtpAction; readonly channel: Channel },
  code: string,
  options: OtpChallengeOptions,
): Promise<Reservation> {
  const { otp, pepper, nowMs } = options;
  // Read before anything is written: no code can be made without it.
  const { value, version: pepperVersion } = await pepper.current();
  return untilWritten<Reservation | 'conflict'>('The OTP state', async () => {
    const state = await otp.find(actor.userId);
    const lockedUntilMs = lockEnd(state, nowMs);
    if (lockedUntilMs !== null) return { outcome: 'otp_locked', untilMs: lockedUntilMs };
    if (action.purpose === 'create_api_key' && partner.activeKeys >= MAX_ACTIVE_KEYS) {
      return { outcome: 'key_limit_reached' };
    }
    const waitUntilMs = nextSend(state, nowMs);
    if (waitUntilMs !== null) return { outcome: 'otp_rate_limited', untilMs: waitUntilMs };
    const binding = { id: generateChallengeId(), partnerId: actor.partnerId, action };
    const challenge: OtpChallenge = {
      ...binding,
      channel,
      codeHash: hashCode(value, code, { ...binding, userId: actor.userId }),
      pepperVersion,
      attemptsLeft: MAX_ATTEMPTS,
      sentMs: nowMs,
      expiresMs: expiryOf(nowMs),
    };
    const saved = await otp.save(actor.userId, withChallenge(state, challenge), actor.partnerId, []);
    return saved === 'conflict' ? saved : { outcome: 'reserved', challenge };
  });
}

/** Makes a best effort: a send slot that cannot be released is free again after the window. */
async function releaseSlot(actor: Actor, challenge: OtpChallenge, { otp, report }: OtpChallengeOptions): Promise<void> {
  try {
    await untilWritten('The OTP state', async () => {
      const state = await otp.find(actor.userId);
      return otp.save(actor.userId, withoutFailedSend(state, challenge), actor.partnerId, []);
    });
  } catch (error) {
    report(error);
  }
}
