import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { OtpState } from '../../domain/one-time-codes/otp-state.ts';
import type { OtpStore } from '../../domain/one-time-codes/otp-store.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { putEvent } from '../dynamodb/transaction-items.ts';
import { parseOtpState, putOtpState } from './otp-item.ts';

export class DynamoDbOtpStore implements OtpStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async find(userId: string) {
    return parseOtpState(await this.#table.get(recordKeys.otp(userId)));
  }

  async save(userId: string, state: OtpState, partnerId: string, events: readonly AuditEvent[]) {
    const failed = await this.#table.transact([
      putOtpState(userId, state),
      ...events.map((event) => putEvent(partnerId, event)),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }
}
