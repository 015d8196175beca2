import { MissingRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { MutableNoticeKind } from '../../domain/model/notice-kinds.ts';
import type { NoticeSettings } from '../../domain/notices/mute-notices.ts';
import { textList } from '../dynamodb/attributes.ts';
import { nextRevision, revisionIs } from '../dynamodb/conditions.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, exists, updateIf } from '../dynamodb/expressions.ts';
import { parseMember } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { putEvent } from '../dynamodb/transaction-items.ts';

const REVISION = 'notices_revision';

export class DynamoDbNoticeSettings implements NoticeSettings {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async find(partnerId: string, userId: string) {
    const item = await this.#table.get(recordKeys.member(partnerId, userId));
    if (item === undefined) throw new MissingRecordError('The membership of a user');
    const { mutedNotices: muted, noticesRevision: revision } = parseMember(item);
    return { muted, revision };
  }

  async update(
    { partnerId, userId }: Parameters<NoticeSettings['update']>[0],
    revision: number,
    muted: readonly MutableNoticeKind[],
    event: AuditEvent,
  ) {
    const changes = { set: { muted_notices: textList(muted), ...nextRevision(revision, REVISION) } };
    // Without the first part an update would bring a removed user's membership back.
    const isAsRead = allOf([exists, revisionIs(revision, REVISION)]);
    const failed = await this.#table.transact([
      { Update: updateIf(recordKeys.member(partnerId, userId), changes, isAsRead) },
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }
}
