import { announceLock, type LockAnnouncement } from './announce-lock.ts';
import { type GeneratedApiKey, generateApiKey, type KeyEnvironment } from './api-key.ts';
import { type Actor, type AuditEvent, auditEvent } from './audit-event.ts';
import { DependencyError } from './dependency-error.ts';
import type { ApiKeyStore, PartnerStaff, Pepper } from './management-ports.ts';
import { hashCode } from './otp-code.ts';
import {
  findChallenge,
  lockEnd,
  type OtpChallenge,
  type OtpState,
  withUsedChallenge,
  withWrongCode,
} from './otp-state.ts';
import { type ApiKeyDetails, MAX_ACTIVE_KEYS, type PartnerDetails } from './records.ts';
import { equalDigests } from './sha256.ts';

export type ApiKeyCreation =
  /** `key` is the plaintext: it is in this answer and nowhere else. */
  | { readonly outcome: 'created'; readonly apiKey: ApiKeyDetails; readonly key: string }
  | { readonly outcome: 'partner_suspended' }
  | { readonly outcome: 'challenge_not_found' }
  | { readonly outcome: 'otp_expired' }
  | { readonly outcome: 'otp_incorrect'; readonly attemptsLeft: number }
  | { readonly outcome: 'otp_locked'; readonly untilMs: number }
  | { readonly outcome: 'key_limit_reached' };

export interface ApiKeyCreationOptions extends LockAnnouncement {
  readonly staff: PartnerStaff;
  readonly keys: ApiKeyStore;
  readonly pepper: Pepper;
  readonly environment: KeyEnvironment;
  readonly nowMs: number;
}

/** Others that write the same user's state, which are tried against before giving up. */
const MAX_RACES = 20;

/**
 * Creates the key that the challenge was made for, if the code is right. Nothing about the code is told before the
 * write that its outcome costs, and that write is conditional on the state that was judged: of any number of parallel
 * tries each one that is answered has taken an attempt (docs/adr/0009-one-time-codes.md).
 */
export async function createApiKey(
  actor: Actor,
  request: { readonly challengeId: string; readonly code: string },
  options: ApiKeyCreationOptions,
): Promise<ApiKeyCreation> {
  const { staff, otp, nowMs } = options;
  for (let race = 0; race < MAX_RACES; race++) {
    const [partner, state] = await Promise.all([staff.findPartner(actor.partnerId), otp.find(actor.subject)]);
    if (partner === null) throw new DependencyError('records', 'The partner of a user is missing.');
    if (partner.status === 'suspended') return { outcome: 'partner_suspended' };
    const challenge = findChallenge(state, request.challengeId, actor.partnerId, nowMs);
    if (challenge === 'unknown') return { outcome: 'challenge_not_found' };
    const lockedUntilMs = lockEnd(state, nowMs);
    if (lockedUntilMs !== null) {
      await announceLock(options, actor, partner, nowMs);
      return { outcome: 'otp_locked', untilMs: lockedUntilMs };
    }
    if (challenge === 'over') return { outcome: 'otp_expired' };
    if (partner.activeKeys >= MAX_ACTIVE_KEYS) return { outcome: 'key_limit_reached' };

    const answer = (await isRight(actor, challenge, request.code, options))
      ? await storeKey(actor, state, challenge, options)
      : await takeAttempt(actor, partner, state, challenge, options);
    if (answer !== null) return answer;
  }
  throw new DependencyError('dynamodb', 'The OTP state kept changing.');
}

async function isRight(
  { subject }: Actor,
  challenge: OtpChallenge,
  code: string,
  { pepper }: ApiKeyCreationOptions,
): Promise<boolean> {
  const value = await pepper.ofVersion(challenge.pepperVersion);
  return equalDigests(hashCode(value, code, { ...challenge, subject }), challenge.codeHash);
}

/** null if the state has changed since it was read: judge again. */
async function takeAttempt(
  actor: Actor,
  partner: PartnerDetails,
  state: OtpState,
  challenge: OtpChallenge,
  options: ApiKeyCreationOptions,
): Promise<ApiKeyCreation | null> {
  const { nowMs } = options;
  const wrong = withWrongCode(state, challenge, nowMs);
  const about = { actor: actor.email, target: challenge.key.name, ip: actor.ip };
  const events: AuditEvent[] = [auditEvent('otp.failed', { ...about, nowMs })];
  // A millisecond later, so that it sorts after the failure that led to it.
  if (wrong.locked) events.push(auditEvent('otp.locked', { ...about, nowMs: nowMs + 1 }));
  if (!(await options.otp.save(actor.subject, wrong.state, actor.partnerId, events))) return null;
  if (wrong.locked) await announceLock(options, actor, partner, nowMs);
  return { outcome: 'otp_incorrect', attemptsLeft: wrong.attemptsLeft };
}

/** null if the state or the partner has changed since it was read: judge again. */
async function storeKey(
  actor: Actor,
  state: OtpState,
  challenge: OtpChallenge,
  { keys, environment, nowMs }: ApiKeyCreationOptions,
): Promise<ApiKeyCreation | null> {
  const generated = generateApiKey(environment, actor.partnerId);
  const event = auditEvent('api_key.created', {
    actor: actor.email,
    target: generated.keyId,
    ip: actor.ip,
    nowMs,
  });
  const { name } = challenge.key;
  const otp = { subject: actor.subject, state: withUsedChallenge(state, challenge) };
  const outcome = await keys.create({ ...generated, name }, otp, event);
  if (outcome !== 'created') return null;
  return { outcome, key: generated.key, apiKey: detailsOf(generated, name, event) };
}

function detailsOf({ keyId, hint }: GeneratedApiKey, name: string, event: AuditEvent): ApiKeyDetails {
  return {
    keyId,
    name,
    hint,
    scopes: ['*'],
    allowedIps: [],
    createdAt: event.at,
    createdBy: event.actor,
    expiresAt: null,
  };
}
