import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { NoticeKind } from '../../domain/model/notice-kinds.ts';
import type { NoticeSettings } from '../../domain/notices/mute-notices.ts';
import { revisionIs, revisionValues } from '../api-keys/key-updates.ts';
import { optionalIntegerOf } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { transact } from '../dynamodb/dynamodb-transaction.ts';
import { mutedOf, recordKeys } from '../dynamodb/record-items.ts';
import { putEvent, textList } from '../dynamodb/transaction-items.ts';

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
