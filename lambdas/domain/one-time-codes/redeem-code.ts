import { DependencyError } from '../base/dependency-error.ts';
import { equalDigests } from '../base/sha256.ts';
import { type Actor, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import type { PartnerDetails } from '../model/records.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
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
import type { OtpStore } from './otp-store.ts';

export interface CodePresentation {
  readonly challengeId: string;
  readonly code: string;
}

export type CodeRefusal =
  | { readonly outcome: 'partner_suspended' }
  | { readonly outcome: 'challenge_not_found' }
  /** The challenge is good, but for something else. */
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

/** What a right code leads to. */
export interface Redemption<P extends OtpPurpose, T> {
  readonly purpose: P;
  /** Decided before the code is looked at, so that no answer depends on it: refuses with nothing used up, or null. */
  check(partner: PartnerDetails, action: ActionOf<P>): Promise<T | 'mismatch' | null>;
  /** Writes the change together with the state in which the challenge is used. null if something has changed meanwhile: judge again. */
  perform(partner: PartnerDetails, action: ActionOf<P>, used: OtpState): Promise<T | null>;
}

type ActionOf<P extends OtpPurpose> = Extract<OtpAction, { purpose: P }>;

/** Others that write the same records, which are tried against before giving up. */
const MAX_RACES = 20;

/**
 * Carries out what the challenge was made for, if the code is right. Nothing about the code is told before the write that
 * its outcome costs, and that write is conditional on the state that was judged: of any number of parallel tries each one
 * that is answered has taken an attempt (docs/adr/0009-one-time-codes.md).
 */
export async function redeemCode<P extends OtpPurpose, T>(
  actor: Actor,
  presented: CodePresentation,
  redemption: Redemption<P, T>,
  options: RedemptionOptions,
): Promise<T | CodeRefusal> {
  const { staff, otp, nowMs } = options;
  for (let race = 0; race < MAX_RACES; race++) {
    const [partner, state] = await Promise.all([staff.findPartner(actor.partnerId), otp.find(actor.subject)]);
    if (partner === null) throw new DependencyError('records', 'The partner of a user is missing.');
    if (partner.status === 'suspended') return { outcome: 'partner_suspended' };
    const challenge = findChallenge(state, presented.challengeId, actor.partnerId, nowMs);
    if (challenge === 'unknown') return { outcome: 'challenge_not_found' };
    const lockedUntilMs = lockEnd(state, nowMs);
    if (lockedUntilMs !== null) return { outcome: 'otp_locked', untilMs: lockedUntilMs };
    if (challenge === 'over') return { outcome: 'otp_expired' };
    if (!isFor(challenge.action, redemption.purpose)) return { outcome: 'challenge_mismatch' };
    const { action } = challenge;
    const refusal = await redemption.check(partner, action);
    if (refusal === 'mismatch') return { outcome: 'challenge_mismatch' };
    if (refusal !== null) return refusal;

    const answer = (await isRight(actor, challenge, presented.code, options))
      ? await redemption.perform(partner, action, withUsedChallenge(state, challenge))
      : await takeAttempt(actor, state, challenge, options);
    if (answer !== null) return answer;
  }
  throw new DependencyError('dynamodb', 'The OTP state kept changing.');
}

function isFor<P extends OtpPurpose>(action: OtpAction, purpose: P): action is ActionOf<P> {
  return action.purpose === purpose;
}

async function isRight(
  { subject }: Actor,
  challenge: OtpChallenge,
  code: string,
  { pepper }: RedemptionOptions,
): Promise<boolean> {
  const value = await pepper.ofVersion(challenge.pepperVersion);
  return equalDigests(hashCode(value, code, { ...challenge, subject }), challenge.codeHash);
}

/** null if the state has changed since it was read: judge again. */
async function takeAttempt(
  actor: Actor,
  state: OtpState,
  challenge: OtpChallenge,
  options: RedemptionOptions,
): Promise<CodeRefusal | null> {
  const { nowMs } = options;
  const wrong = withWrongCode(state, challenge, nowMs);
  const about = { actor: actor.email, target: subjectOfAction(challenge.action), ip: actor.ip };
  const events: AuditEvent[] = [auditEvent('otp.failed', { ...about, nowMs })];
  // A millisecond later, so that it sorts after the failure that led to it.
  if (wrong.locked) events.push(auditEvent('otp.locked', { ...about, nowMs: nowMs + 1 }));
  if (!(await options.otp.save(actor.subject, wrong.state, actor.partnerId, events))) return null;
  return { outcome: 'otp_incorrect', attemptsLeft: wrong.attemptsLeft };
}
