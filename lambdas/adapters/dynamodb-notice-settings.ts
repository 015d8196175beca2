import type { AuditEvent } from '../domain/audit-event.ts';
import { DependencyError } from '../domain/dependency-error.ts';
import type { NoticeSettings } from '../domain/mute-notices.ts';
import type { NoticeKind } from '../domain/notice-kinds.ts';
import { optionalIntegerOf } from './attributes.ts';
import type { DynamoDbTable } from './dynamodb-table.ts';
import { transact } from './dynamodb-transaction.ts';
import { revisionIs, revisionValues } from './key-updates.ts';
import { mutedOf, recordKeys } from './record-items.ts';
import { putEvent, textList } from './transaction-items.ts';

const REVISION = 'notices_revision';

export class DynamoDbNoticeSettings implements NoticeSettings {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async find(partnerId: string, subject: string) {
    const member = await this.#table.get(recordKeys.member(partnerId, subject));
    if (member === undefined) throw new DependencyError('records', 'The user is no member of the partner.');
    return { muted: mutedOf(member), revision: optionalIntegerOf(member, REVISION) ?? 0 };
  }

  async update(
    { partnerId, subject }: Parameters<NoticeSettings['update']>[0],
    revision: number,
    muted: readonly NoticeKind[],
    event: AuditEvent,
  ) {
    const { client, tableName } = this.#table;
    const failed = await transact(client, [
      {
        Update: {
          TableName: tableName,
          Key: recordKeys.member(partnerId, subject),
          UpdateExpression: `SET muted_notices = :muted, ${REVISION} = :next`,
          // Without the first part an update would bring a removed user's membership back.
          ConditionExpression: `attribute_exists(PK) AND ${revisionIs(revision, REVISION)}`,
          ExpressionAttributeValues: { ':muted': textList(muted), ...revisionValues(revision) },
        },
      },
      putEvent(tableName, partnerId, event),
    ]);
    return failed.length === 0;
  }
}
