import { equalDigests } from '../base/sha256.ts';
import { untilWritten } from '../base/until-written.ts';
import { type Actor, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import { type PartnerStaff, partnerOf } from '../partners/partner-staff.ts';
import { type OtpAction, type OtpPurpose, subjectOfAction } from './otp-action.ts';
import { hashCode, type Pepper } from './otp-code.ts';
import {
  findChallenge,
  lockEnd,
  type OtpChallenge,
  type OtpState,
  withUsedChallenge,
  withWrongCode,
} from './otp-state.ts';
import type { OtpConsumption, OtpStore } from './otp-store.ts';

export interface CodePresentation {
  readonly challengeId: string;
  readonly code: string;
}

export type CodeRefusal =
  | { readonly outcome: 'partner_suspended' }
  | { readonly outcome: 'challenge_not_found' }
  /** The code is valid, but for something else. */
  | { readonly outcome: 'challenge_mismatch' }
  | { readonly outcome: 'otp_expired' }
  | { readonly outcome: 'otp_incorrect'; readonly attemptsLeft: number }
  | { readonly outcome: 'otp_locked'; readonly untilMs: number };

export interface RedemptionOptions {
  readonly staff: PartnerStaff;
  readonly otp: OtpStore;
  readonly pepper: Pepper;
  readonly nowMs: number;
}

/** What a correct code does. */
export interface Redemption<P extends OtpPurpose, T> {
  readonly purpose: P;
  /** Runs before the code is compared, so its result reveals nothing about the code. Returns a refusal, which consumes nothing, or null. */
  check(requested: Requested<P>): Promise<T | 'mismatch' | null>;
  /** Writes the change and the consumed challenge in one transaction. After a conflict everything is checked again. */
  perform(requested: Requested<P>, otp: OtpConsumption): Promise<T | 'conflict'>;
}

/** What the code was requested for, with the partner as it is now. */
export interface Requested<P extends OtpPurpose> {
  readonly partner: PartnerDetails;
  readonly action: ActionOf<P>;
}

type ActionOf<P extends OtpPurpose> = Extract<OtpAction, { purpose: P }>;

/**
 * Carries out what the challenge was made for, if the code is correct. Whether it is correct is revealed only after the attempt
 * is written, and that write is conditional on the state that was checked. So of any number of parallel attempts, each one that
 * gets a response has been counted (docs/adr/0009-one-time-codes.md).
 */
export function redeemCode<P extends OtpPurpose, T>(
  actor: Actor,
  presented: CodePresentation,
  redemption: Redemption<P, T>,
  options: RedemptionOptions,
): Promise<Exclude<T, 'conflict'> | CodeRefusal> {
  const { staff, otp, nowMs } = options;
  return untilWritten<T | CodeRefusal>('The OTP state', async () => {
    const [partner, state] = await Promise.all([partnerOf(staff, actor), otp.find(actor.userId)]);
    if (partner.status === 'suspended') return { outcome: 'partner_suspended' };
    const challenge = findChallenge(state, presented.challengeId, actor.partnerId, nowMs);
    if (challenge === 'unknown') return { outcome: 'challenge_not_found' };
    const lockedUntilMs = lockEnd(state, nowMs);
    if (lockedUntilMs !== null) return { outcome: 'otp_locked', untilMs: lockedUntilMs };
    if (challenge === 'over') return { outcome: 'otp_expired' };
    const { action } = challenge;
    if (!isFor(action, redemption.purpose)) return { outcome: 'challenge_mismatch' };
    const requested = { partner, action };
    const refusal = await redemption.check(requested);
    if (refusal === 'mismatch') return { outcome: 'challenge_mismatch' };
    if (refusal !== null) return refusal;

    if (!(await isCorrect(actor, challenge, presented.code, options))) {
      return recordWrongCode(actor, state, challenge, options);
    }
    return redemption.perform(requested, { userId: actor.userId, state: withUsedChallenge(state, challenge) });
  }) as Promise<Exclude<T, 'conflict'> | CodeRefusal>;
}

function isFor<P extends OtpPurpose>(action: OtpAction, purpose: P): action is ActionOf<P> {
  return action.purpose === purpose;
}

async function isCorrect(
  { userId }: Actor,
  challenge: OtpChallenge,
  code: string,
  { pepper }: RedemptionOptions,
): Promise<boolean> {
  const value = await pepper.ofVersion(challenge.pepperVersion);
  return equalDigests(hashCode(value, code, { ...challenge, userId }), challenge.codeHash);
}

async function recordWrongCode(
  actor: Actor,
  state: OtpState,
  challenge: OtpChallenge,
  options: RedemptionOptions,
): Promise<CodeRefusal | 'conflict'> {
  const { nowMs } = options;
  const wrong = withWrongCode(state, challenge, nowMs);
  const about = { actor: actor.email, target: subjectOfAction(challenge.action), ip: actor.ip };
  const events: AuditEvent[] = [auditEvent('otp.failed', { ...about, nowMs })];
  // A millisecond later, so that it sorts after the failure.
  if (wrong.locked) events.push(auditEvent('otp.locked', { ...about, nowMs: nowMs + 1 }));
  const saved = await options.otp.save(actor.userId, wrong.state, actor.partnerId, events);
  if (saved === 'conflict') return saved;
  return { outcome: 'otp_incorrect', attemptsLeft: wrong.attemptsLeft };
}
