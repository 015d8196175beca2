import type { LegacyTokenStore, NewLegacyToken } from '../../../lambdas/domain/legacy-tokens/legacy-token-store.ts';
import type { PasswordFailures, PasswordVerifier } from '../../../lambdas/domain/legacy-tokens/password-check.ts';
import type { SignedInAccount } from '../../../lambdas/domain/users/identity.ts';
import type { MemoryRecords } from './records.ts';

const MAX_FAILURES = 20;
const WINDOW_SECONDS = 15 * 60;

/** Accounts of the identity provider. */
export class MemoryPasswordVerifier implements PasswordVerifier {
  /** By e-mail address in lower case. */
  readonly accounts = new Map<string, { readonly password: string; readonly account: SignedInAccount }>();
  /** What the provider says instead of looking at the password. */
  says: 'interaction_required' | 'throttled' | null = null;
  failure: Error | null = null;

  async verify(username: string, password: string) {
    if (this.failure !== null) throw this.failure;
    if (this.says !== null) return { outcome: this.says } as const;
    const account = this.accounts.get(username.toLowerCase());
    if (account === undefined || account.password !== password) return { outcome: 'rejected' } as const;
    return { outcome: 'verified', account: account.account } as const;
  }
}

export class MemoryPasswordFailures implements PasswordFailures {
  readonly windows = new Map<string, { taken: number; failures: number; readonly endsAt: number }>();
  failure: Error | null = null;

  async reserve(usernameHash: string, now: number) {
    if (this.failure !== null) throw this.failure;
    const window = this.windows.get(usernameHash);
    if (window === undefined || window.endsAt <= now) {
      const endsAt = now + WINDOW_SECONDS;
      this.windows.set(usernameHash, { taken: 1, failures: 0, endsAt });
      return { outcome: 'reserved', windowEndsAt: endsAt } as const;
    }
    if (window.taken >= MAX_FAILURES) {
      const tryAgainAt = window.failures < MAX_FAILURES ? now + 1 : window.endsAt;
      return { outcome: 'exhausted', tryAgainAt } as const;
    }
    window.taken += 1;
    return { outcome: 'reserved', windowEndsAt: window.endsAt } as const;
  }

  async release(usernameHash: string, windowEndsAt: number) {
    const window = this.#window(usernameHash, windowEndsAt);
    if (window !== null) window.taken -= 1;
  }

  async confirm(usernameHash: string, windowEndsAt: number) {
    const window = this.#window(usernameHash, windowEndsAt);
    if (window !== null) window.failures += 1;
  }

  #window(usernameHash: string, windowEndsAt: number) {
    const window = this.windows.get(usernameHash);
    return window?.endsAt === windowEndsAt && window.taken > 0 ? window : null;
  }
}

export class MemoryLegacyTokenStore implements LegacyTokenStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async findPartner(partnerId: string) {
    await this.#records.reach();
    return this.#records.partners.get(partnerId) ?? null;
  }

  async issue({ hash, userId, partnerId, generation, expiresAt }: NewLegacyToken) {
    await this.#records.reach();
    this.#records.tokens.set(hash, { userId, partnerId, generation, expiresAt });
  }
}
