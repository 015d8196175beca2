import { untilWritten, type WriteResult } from '../base/until-written.ts';
import { type Actor, type AuditEvent, auditEvent } from '../model/audit-event.ts';
import {
  FIXED_NOTICE_KINDS,
  type FixedNoticeKind,
  MUTABLE_NOTICE_KINDS,
  type MutableNoticeKind,
} from '../model/notice-kinds.ts';

/** What a user is not notified about. */
export interface MutedNotices {
  readonly muted: readonly MutableNoticeKind[];
  /** Counts the changes, for optimistic locking. */
  readonly revision: number;
}

/** Throws a DependencyError, also where the user is no member of the partner. */
export interface NoticeSettings {
  /** Strongly consistent. */
  find(partnerId: string, userId: string): Promise<MutedNotices>;
  /** One transaction with its event. A conflict if there is another revision by now. */
  update(
    user: { readonly partnerId: string; readonly userId: string },
    revision: number,
    muted: readonly MutableNoticeKind[],
    event: AuditEvent,
  ): Promise<WriteResult>;
}

/** Whether the user is notified, by kind. */
export type NoticeChoice = Readonly<Record<FixedNoticeKind, true> & Record<MutableNoticeKind, boolean>>;

export async function noticeChoice(notices: NoticeSettings, { partnerId, userId }: Actor): Promise<NoticeChoice> {
  return choiceOf((await notices.find(partnerId, userId)).muted);
}

/** Changes the kinds that are named. Where nothing changes, nothing is written. */
export function chooseNotices(
  actor: Actor,
  changes: { readonly [kind in MutableNoticeKind]?: boolean | undefined },
  { notices, nowMs }: { readonly notices: NoticeSettings; readonly nowMs: number },
): Promise<NoticeChoice> {
  const { partnerId, userId, email, ip } = actor;
  return untilWritten<NoticeChoice | 'conflict'>('The choice of notices', async () => {
    const { muted: before, revision } = await notices.find(partnerId, userId);
    const after = MUTABLE_NOTICE_KINDS.filter((kind) => !(changes[kind] ?? !before.includes(kind)));
    const mutes = after.filter((kind) => !before.includes(kind));
    if (mutes.length === 0 && after.length === before.length) return choiceOf(before);
    const about = { actor: email, target: email, ip, nowMs };
    const event = auditEvent('notices.updated', about, mutes.length === 0 ? undefined : { mutes });
    const result = await notices.update(actor, revision, after, event);
    return result === 'conflict' ? result : choiceOf(after);
  });
}

function choiceOf(muted: readonly MutableNoticeKind[]): NoticeChoice {
  return Object.fromEntries([
    ...FIXED_NOTICE_KINDS.map((kind) => [kind, true] as const),
    ...MUTABLE_NOTICE_KINDS.map((kind) => [kind, !muted.includes(kind)] as const),
  ]) as NoticeChoice;
}
