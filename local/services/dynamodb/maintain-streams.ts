import { DatabaseSync } from 'node:sqlite';

/** DynamoDB removes older records. */
const RETENTION_SECONDS = 24 * 60 * 60;
const BUSY_MS = 5_000;

/**
 * Adds an index to the embedded server's file and removes old stream records. Each write to a table with a stream looks up
 * the highest sequence number: without an index it reads all records, and 30,000 of them make a write 4 ms slower. The server
 * never removes records; the latest one stays, because the next number follows it.
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
      .run(Math.floor(nowMs / 1000) - RETENTION_SECONDS);
  } finally {
    database.close();
  }
}
