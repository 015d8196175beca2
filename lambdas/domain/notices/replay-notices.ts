import { UnreadableRecordError } from '../base/dependency-error.ts';
import type { NotifiableEventParser } from './notifiable-event.ts';
import { type NoticeOptions, sendNotice } from './send-notice.ts';

/** Where in the stream the records of a dead letter are. */
export interface StreamRange {
  readonly streamArn: string;
  readonly shardId: string;
  /** Sequence numbers. */
  readonly first: string;
  readonly last: string;
  /** When the records arrived, RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** The table's stream. It stores records for a day. */
export interface StreamReader {
  /** Returns the images of inserted items, in order. null if the stream has forgotten them. Throws a DependencyError. */
  read(range: StreamRange): Promise<readonly unknown[] | null>;
}

export type NoticeReplay = Omit<NoticeOptions, 'nowMs' | 'report'> & {
  readonly stream: StreamReader;
  readonly parser: NotifiableEventParser;
};

export type ReplayNoticesResult = 'notified' | 'failed' | 'forgotten';

/**
 * Notifies users of the events in a range who have not been notified yet. A delivery that is done is remembered for a week and
 * the stream forgets after a day, so nobody is notified twice. `report` takes what went wrong.
 */
export async function replayNotices(
  range: StreamRange,
  { stream, parser, ...options }: NoticeReplay,
  report: (error: unknown) => void,
  nowMs: number,
): Promise<ReplayNoticesResult> {
  const images = await stream.read(range);
  if (images === null) return 'forgotten';
  const reportDelivery: NoticeOptions['report'] = (_, error) => error !== null && report(error);
  let complete = true;
  for (const image of images) {
    try {
      const event = parser.parse(image);
      if (event === null) continue;
      if (!(await sendNotice(event, { ...options, nowMs, report: reportDelivery }))) complete = false;
    } catch (error) {
      // As in the function: reading it again would not help.
      if (error instanceof UnreadableRecordError) continue;
      report(error);
      complete = false;
    }
  }
  return complete ? 'notified' : 'failed';
}
