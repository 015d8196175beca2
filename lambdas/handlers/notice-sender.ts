import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { UnreadableRecordError } from '../domain/base/dependency-error.ts';
import { type NoticeOptions, sendNotice } from '../domain/notices/send-notice.ts';
import { errorFields, log } from '../http/log.ts';
import { type NoticeSenderRuntime, noticeSenderRuntime } from '../runtime.ts';

/** Reads the table's stream and tells partner users of what it brings. Answers which records are to come again. */
export function createNoticeSenderHandler({ stream, ...runtime }: NoticeSenderRuntime) {
  async function told(image: unknown, sequenceNumber: string): Promise<boolean> {
    const fields: Record<string, string> = { sequence_number: sequenceNumber };
    try {
      const occurrence = stream.read(image);
      if (occurrence === null) return true;
      fields.partner_id = occurrence.partnerId;
      const report: NoticeOptions['report'] = (what, error) =>
        log('error', what, { ...fields, ...(error === null ? {} : errorFields(error)) });
      return await sendNotice(occurrence, { ...runtime, report, nowMs: Date.now() });
    } catch (error) {
      // It would not be any more readable the next time, and would hold up all others until then.
      const unreadable = error instanceof UnreadableRecordError;
      log('error', unreadable ? 'notice_unreadable' : 'notice_not_sent', { ...fields, ...errorFields(error) });
      return unreadable;
    }
  }

  return async function sendNotices({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
    const failed: string[] = [];
    for (const { dynamodb } of Records) {
      const { NewImage, SequenceNumber = '' } = dynamodb ?? {};
      if (!(await told(NewImage, SequenceNumber))) failed.push(SequenceNumber);
    }
    log('info', 'notices', { records: Records.length, failed: failed.length });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

export const handler = createNoticeSenderHandler(noticeSenderRuntime());
