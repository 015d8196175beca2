import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { sendNotice } from '../domain/send-notice.ts';
import { errorFields, log } from '../http/log.ts';
import { type NoticeSenderRuntime, noticeSenderRuntime } from '../runtime.ts';

/** Reads the table's stream and tells partner users of what it brings. Answers which records are to come again. */
export function createNoticeSenderHandler({ stream, ...runtime }: NoticeSenderRuntime) {
  async function told(image: unknown, sequenceNumber: string): Promise<boolean> {
    let occurrence: ReturnType<typeof stream.read>;
    try {
      occurrence = stream.read(image);
    } catch (error) {
      // It would not be any more readable the next time.
      log('error', 'notice_unreadable', { sequence_number: sequenceNumber, ...errorFields(error) });
      return true;
    }
    if (occurrence === null) return true;
    const { partnerId } = occurrence;
    const fields = { partner_id: partnerId, sequence_number: sequenceNumber };
    try {
      return await sendNotice(occurrence, {
        ...runtime,
        report: (what, error) => log('error', what, { ...fields, ...(error === null ? {} : errorFields(error)) }),
        nowMs: Date.now(),
      });
    } catch (error) {
      log('error', 'notice_not_sent', { ...fields, ...errorFields(error) });
      return false;
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
