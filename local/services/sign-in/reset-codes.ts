import { randomInt, timingSafeEqual } from 'node:crypto';

interface ResetCode {
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  attemptsLeft: number;
}

/** As long as a code of Cognito is valid. */
const LIFETIME_MS = 60 * 60_000;
const ATTEMPTS = 5;

/** Codes for forgotten passwords, one for each account. A restart forgets them. */
export class ResetCodes {
  readonly #codes = new Map<string, ResetCode>();

  /** Returns a new code, which replaces the one before. */
  issue(subject: string): string {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    this.#codes.set(subject, { code, expiresAt: Date.now() + LIFETIME_MS, attemptsLeft: ATTEMPTS });
    return code;
  }

  /** Tells whether the code is right. A wrong one uses up an attempt. */
  accepts(subject: string, code: string): boolean {
    const issued = this.#codes.get(subject);
    if (issued === undefined || issued.expiresAt <= Date.now() || issued.attemptsLeft === 0) return false;
    const right = code.length === issued.code.length && timingSafeEqual(Buffer.from(code), Buffer.from(issued.code));
    if (!right) issued.attemptsLeft--;
    return right;
  }

  use(subject: string): void {
    this.#codes.delete(subject);
  }
}
