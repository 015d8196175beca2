import type { Actor } from './audit-event.ts';
import type { LockNotifier, OtpStore } from './management-ports.ts';
import { lockEnd } from './otp-state.ts';
import type { PartnerDetails } from './records.ts';

export interface LockAnnouncement {
  readonly otp: OtpStore;
  /** null where no e-mail can be sent. */
  readonly lockNotifier: LockNotifier | null;
  /** Takes what kept the notice from being sent: it never changes the answer. */
  readonly report: (error: unknown) => void;
}

/** Longer than a function may run. */
const CLAIM_MS = 60_000;

/**
 * Tells the user of the lock if that is still due. The debt is in the OTP state, so that a notice which failed, or was
 * lost in a crash, is sent with the next refusal.
 */
export async function announceLock(
  { otp, lockNotifier, report }: LockAnnouncement,
  actor: Actor,
  partner: PartnerDetails,
  nowMs: number,
): Promise<void> {
  if (lockNotifier === null) return;
  try {
    const state = await otp.find(actor.subject);
    const lockedUntilMs = lockEnd(state, nowMs);
    if (lockedUntilMs === null || !state.lockNoticeDue || (state.lockNoticeClaimedUntilMs ?? 0) > nowMs) return;
    const { partnerId, name: partnerName } = partner;
    const claimed = { ...state, lockNoticeClaimedUntilMs: nowMs + CLAIM_MS };
    // Of many refusals at once, one sends.
    if (!(await otp.save(actor.subject, claimed, partnerId, []))) return;
    await lockNotifier.notify({ to: actor.email, partnerId, partnerName, lockedUntilMs, ip: actor.ip });
    const done = { ...claimed, version: claimed.version + 1, lockNoticeDue: false, lockNoticeClaimedUntilMs: null };
    await otp.save(actor.subject, done, partnerId, []);
  } catch (error) {
    report(error);
  }
}
