import type { Occurrence } from './notifiable-event.ts';

/** Reads what the stream brings. */
export interface NoticeStream {
  /** null for an item that nobody is told of. Throws a DependencyError for one that cannot be read. */
  read(image: unknown): Occurrence | null;
}
