import type { PoolAccounts } from '../../../lambdas/domain/users/end-sessions.ts';

export class MemoryPoolAccounts implements PoolAccounts {
  /** E-mail addresses of the accounts whose refresh tokens were ended. */
  readonly ended: string[] = [];
  failure: Error | null = null;

  async endRefreshTokens(email: string) {
    if (this.failure !== null) throw this.failure;
    this.ended.push(email);
  }
}
