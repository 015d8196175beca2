import { DatabaseSync } from 'node:sqlite';

/** DynamoDB forgets what is older. */
const KEPT_SECONDS = 24 * 60 * 60;
const BUSY_MS = 5_000;

/**
 * Does for the embedded server's streams what it leaves undone, in its own file. Each write of a table with a stream looks
 * for the highest sequence number, and without an index through all records: 30,000 of them make one write take 4 ms longer.
 * And it forgets none, so that here the day-old ones are removed, but for the last, which the next number follows.
 */
export function maintainStreams(file: string, nowMs: number): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    database.exec(
      'CREATE INDEX IF NOT EXISTS stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
    database
      .prepare(
        'DELETE FROM _stream_records WHERE created_at < ? AND id NOT IN (SELECT MAX(id) FROM _stream_records GROUP BY table_name)',
      )
      .run(Math.floor(nowMs / 1000) - KEPT_SECONDS);
  } finally {
    database.close();
  }
}
