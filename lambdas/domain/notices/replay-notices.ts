import { UnreadableRecordError } from '../base/dependency-error.ts';
import type { NoticeStream } from './notice-stream.ts';
import { type NoticeOptions, sendNotice } from './send-notice.ts';

/** Where a dead letter says that the records are which were not told of. */
export interface StreamRange {
  readonly streamArn: string;
  readonly shardId: string;
  /** Sequence numbers. */
  readonly first: string;
  readonly last: string;
  /** When the records came, RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** The table's stream. It keeps what it has for a day. */
export interface StreamRecords {
  /** Images of what was inserted, in order. null if the stream has forgotten them. Throws a DependencyError. */
  list(range: StreamRange): Promise<readonly unknown[] | null>;
}

export type NoticeReplay = Omit<NoticeOptions, 'nowMs' | 'report'> & {
  readonly stream: NoticeStream;
  readonly images: StreamRecords;
};

export type NoticesReplayed = 'told' | 'failed' | 'forgotten';

/**
 * Tells of what the range holds whom nobody has told yet: a delivery that is done is known for a week, and the range is
 * forgotten after a day, so nobody is told twice. `report` takes what went wrong.
 */
export async function replayNotices(
  range: StreamRange,
  { stream, images, ...options }: NoticeReplay,
  report: (error: unknown) => void,
  nowMs: number,
): Promise<NoticesReplayed> {
  const inserted = await images.list(range);
  if (inserted === null) return 'forgotten';
  let complete = true;
  for (const image of inserted) {
    try {
      const occurrence = stream.read(image);
      if (occurrence === null) continue;
      const told = await sendNotice(occurrence, {
        ...options,
        nowMs,
        report: (_, error) => error !== null && report(error),
      });
      if (!told) complete = false;
    } catch (error) {
      // As in the function: it will not be any more readable the next time.
      if (error instanceof UnreadableRecordError) continue;
      report(error);
      complete = false;
    }
  }
  return complete ? 'told' : 'failed';
}
