import { DependencyError } from '../../../lambdas/domain/base/dependency-error.ts';
import type { AuditEvent } from '../../../lambdas/domain/model/audit-event.ts';
import type { Pepper } from '../../../lambdas/domain/one-time-codes/otp-code.ts';
import type { CodeMessage, CodeSender } from '../../../lambdas/domain/one-time-codes/otp-message.ts';
import type { OtpState } from '../../../lambdas/domain/one-time-codes/otp-state.ts';
import type { OtpStore } from '../../../lambdas/domain/one-time-codes/otp-store.ts';
import type { MemoryRecords } from './records.ts';

export class MemoryOtpStore implements OtpStore {
  readonly #records: MemoryRecords;

  constructor(records: MemoryRecords) {
    this.#records = records;
  }

  async find(userId: string) {
    await this.#records.reach();
    return this.#records.otpState(userId);
  }

  async save(userId: string, state: OtpState, partnerId: string, events: readonly AuditEvent[]) {
    await this.#records.reach();
    if (!this.#records.allowsOtp({ userId, state })) return 'conflict';
    this.#records.write(partnerId, { userId, state }, ...events);
    return 'written';
  }
}

export const PEPPER = 'memory pepper';

export class MemoryPepper implements Pepper {
  failure: Error | null = null;

  async current() {
    return { value: await this.ofVersion('v1'), version: 'v1' };
  }

  async ofVersion(version: string) {
    if (this.failure !== null) throw this.failure;
    if (version !== 'v1') throw new DependencyError('secrets-manager', 'There is no such version of the secret.');
    return PEPPER;
  }
}

/** Keeps the messages that it accepted. */
export class MemoryCodeSender implements CodeSender {
  readonly sent: CodeMessage[] = [];
  failure: Error | null = null;

  async send(message: CodeMessage) {
    if (this.failure !== null) throw this.failure;
    this.sent.push(message);
  }
}
