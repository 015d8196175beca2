import type { LegacyTokenStore, NewLegacyToken } from '../../../lambdas/domain/legacy-tokens/legacy-token-store.ts';
import type { PasswordVerifier } from '../../../lambdas/domain/legacy-tokens/password-check.ts';
import type { SignedInAccount } from '../../../lambdas/domain/users/identity.ts';
import type { MemoryRecords } from './records.ts';

/** Accounts of the identity provider. */
export class MemoryPasswordVerifier implements PasswordVerifier {
  /** By e-mail address in lower case. */
  readonly accounts = new Map<string, { readonly password: string; readonly account: SignedInAccount }>();
  /** What the provider says instead of looking at the password. */
  says: 'interaction_required' | 'throttled' | null = null;
  failure: Error | null = null;
  /** The user names that the provider was asked for. */
  readonly asked: string[] = [];
  /** Until when the provider does not respond. */
  delay: Promise<void> = Promise.resolve();

  async verify(username: string, password: string) {
    this.asked.push(username);
    await this.delay;
    if (this.failure !== null) throw this.failure;
    if (this.says !== null) return { outcome: this.says } as const;
    const account = this.accounts.get(username.toLowerCase());
    if (account === undefined || account.password !== password) return { outcome: 'rejected' } as const;
    return { outcome: 'verified', account: account.account } as const;
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
