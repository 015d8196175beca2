import type { AuditEvent } from '../domain/audit-event.ts';
import type { OtpStore } from '../domain/management-ports.ts';
import type { OtpState } from '../domain/otp-state.ts';
import type { DynamoDbTable } from './dynamodb-table.ts';
import { transact } from './dynamodb-transaction.ts';
import { parseOtpState, putOtpState } from './otp-item.ts';
import { recordKeys } from './record-items.ts';
import { putEvent } from './transaction-items.ts';

export class DynamoDbOtpStore implements OtpStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async find(subject: string) {
    return parseOtpState(await this.#table.get(recordKeys.otp(subject)));
  }

  async save(subject: string, state: OtpState, partnerId: string, events: readonly AuditEvent[]) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, [
      putOtpState(tableName, subject, state),
      ...events.map((event) => putEvent(tableName, partnerId, event)),
    ]);
    return failed.length === 0;
  }
}
