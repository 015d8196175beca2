import { sha256Hex } from '../base/sha256.ts';
import { acceptsLegacyTokens, LEGACY_TOKEN_SECONDS } from '../model/legacy-token-state.ts';
import type { PartnerRecord } from '../model/records.ts';
import { findSignedInUser } from '../users/find-signed-in-user.ts';
import type { SignedInAccount } from '../users/identity.ts';
import type { SignInStore } from '../users/user-store.ts';
import { generateLegacyToken } from './legacy-token.ts';
import type { LegacyTokenStore } from './legacy-token-store.ts';
import {
  type AttemptCount,
  type PasswordVerdict,
  passwordAttempt,
  reserveAttempt,
  settleAttempt,
} from './password-attempts.ts';
import type { PasswordFailures, PasswordVerifier } from './password-check.ts';

export type IssueLegacyTokenResult =
  | {
      readonly outcome: 'issued';
      readonly token: string;
      readonly expiresInSeconds: number;
      /** When the partner's legacy tokens are scheduled to turn off, epoch seconds; null if they are not. */
      readonly offAt: number | null;
    }
  | { readonly outcome: 'invalid_grant' }
  | { readonly outcome: 'partner_suspended' }
  | { readonly outcome: 'legacy_token_disabled' }
  | { readonly outcome: 'interaction_required' }
  /** `limit`: the exhausted count; null if the provider throttles. */
  | {
      readonly outcome: 'rate_limited';
      readonly retryAfterSeconds: number;
      readonly limit: AttemptCount['kind'] | null;
    };

export interface IssueLegacyTokenOptions {
  readonly passwords: PasswordVerifier;
  readonly failures: PasswordFailures;
  readonly users: SignInStore;
  readonly store: LegacyTokenStore;
  /** The caller's IP address; anything else if it is unknown. */
  readonly ip: string;
  /** Epoch seconds. */
  readonly now: number;
}

const THROTTLED_RETRY_SECONDS = 5;

/**
 * Exchanges e-mail and password for a legacy token. The partner's state is revealed only after a correct password. Throws a
 * DependencyError when a dependency fails; the attempt is released then.
 */
export async function issueLegacyToken(
  username: string,
  password: string,
  options: IssueLegacyTokenOptions,
): Promise<IssueLegacyTokenResult> {
  const { failures, now } = options;
  const attempt = passwordAttempt(username, options.ip);
  const reservation = await reserveAttempt(failures, attempt, now);
  if (reservation.outcome === 'exhausted') {
    const retryAfterSeconds = Math.max(1, reservation.tryAgainAt - now);
    return { outcome: 'rate_limited', retryAfterSeconds, limit: reservation.count.kind };
  }

  let verdict: PasswordVerdict = 'unchecked';
  try {
    const verification = await options.passwords.verify(username, password);
    if (verification.outcome === 'rejected') verdict = 'wrong';
    if (verification.outcome !== 'verified') return refusalOfVerification(verification.outcome);
    verdict = 'right';
    return await issueTo(verification.account, options);
  } finally {
    await settleAttempt(failures, attempt, reservation.taken, verdict, now);
  }
}

function refusalOfVerification(outcome: 'rejected' | 'interaction_required' | 'throttled'): IssueLegacyTokenResult {
  switch (outcome) {
    case 'rejected':
      return { outcome: 'invalid_grant' };
    case 'interaction_required':
      return { outcome: 'interaction_required' };
    case 'throttled':
      return { outcome: 'rate_limited', retryAfterSeconds: THROTTLED_RETRY_SECONDS, limit: null };
  }
}

async function issueTo(
  account: SignedInAccount,
  { users, store, now }: IssueLegacyTokenOptions,
): Promise<IssueLegacyTokenResult> {
  const user = await findSignedInUser(account, users, now * 1000);
  // The account belongs to no partner. The same refusal as for a wrong password reveals nothing.
  if (user === null) return { outcome: 'invalid_grant' };
  const { userId, partnerId, generation } = user;
  const partner = await store.findPartner(partnerId);
  if (partner === null) return { outcome: 'invalid_grant' };
  const refusal = refusalOf(partner, now);
  if (refusal !== null) return { outcome: refusal };

  const token = generateLegacyToken();
  const expiresAt = now + LEGACY_TOKEN_SECONDS;
  // Whatever has changed since the reads: the check judges the token by the partner's record, and by its generation there.
  await store.issue({ hash: sha256Hex(token), userId, partnerId, generation, issuedAt: now, expiresAt });
  return { outcome: 'issued', token, expiresInSeconds: LEGACY_TOKEN_SECONDS, offAt: partner.legacyTokenOffAt };
}

function refusalOf(partner: PartnerRecord, now: number): 'partner_suspended' | 'legacy_token_disabled' | null {
  if (partner.status === 'suspended') return 'partner_suspended';
  return acceptsLegacyTokens(partner, now) ? null : 'legacy_token_disabled';
}
