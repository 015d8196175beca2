import {
  ATTEMPT_LIMITS,
  ATTEMPT_WINDOW_SECONDS,
  type AttemptCount,
  isExtended,
  KNOWN_ADDRESS_SECONDS,
  type KnownAddress,
  type SharedCount,
  tryAgainAt,
} from '../../../lambdas/domain/legacy-tokens/password-attempts.ts';
import type {
  PasswordFailures,
  TakeAttemptResult,
  TakenAttempt,
} from '../../../lambdas/domain/legacy-tokens/password-check.ts';

interface Window {
  taken: number;
  failures: number;
  readonly startedAt: number;
  endsAt: number;
  lastTakenAt: number;
}

export class MemoryPasswordFailures implements PasswordFailures {
  /** By the count as JSON. */
  readonly windows = new Map<string, Window>();
  /** When passwords were right from a known address, by that as JSON. */
  readonly rightAt = new Map<string, number>();
  failure: Error | null = null;

  async take(count: SharedCount, now: number) {
    this.#reach();
    return this.#take(count, now);
  }

  async takeIfKnown(count: KnownAddress, now: number) {
    this.#reach();
    const rightAt = this.rightAt.get(JSON.stringify(count));
    if (rightAt === undefined || rightAt <= now - KNOWN_ADDRESS_SECONDS) return null;
    return this.#take(count, now);
  }

  async confirm(attempt: TakenAttempt) {
    this.#reach();
    const window = this.#windowOf(attempt);
    if (window !== null) window.failures += 1;
  }

  async release(attempt: TakenAttempt) {
    this.#reach();
    const window = this.#windowOf(attempt);
    if (window !== null) window.taken -= 1;
  }

  async remember(address: KnownAddress, now: number) {
    this.#reach();
    this.rightAt.set(JSON.stringify(address), now);
  }

  #take(count: AttemptCount, now: number): TakeAttemptResult {
    const window = this.windows.get(JSON.stringify(count));
    const endsAt = now + ATTEMPT_WINDOW_SECONDS;
    if (window === undefined || window.endsAt <= now) {
      this.windows.set(JSON.stringify(count), { taken: 1, failures: 0, startedAt: now, endsAt, lastTakenAt: now });
      return { outcome: 'taken', attempt: { count, startedAt: now } };
    }
    if (window.taken >= ATTEMPT_LIMITS[count.kind]) {
      return { outcome: 'exhausted', count, tryAgainAt: tryAgainAt(count, window, now) };
    }
    window.taken += 1;
    window.lastTakenAt = now;
    if (isExtended(count)) window.endsAt = endsAt;
    return { outcome: 'taken', attempt: { count, startedAt: window.startedAt } };
  }

  #windowOf({ count, startedAt }: TakenAttempt): Window | null {
    const window = this.windows.get(JSON.stringify(count));
    return window?.startedAt === startedAt && window.taken > 0 ? window : null;
  }

  #reach(): void {
    if (this.failure !== null) throw this.failure;
  }
}
