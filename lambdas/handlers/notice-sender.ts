import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { UnreadableRecordError } from '../domain/base/dependency-error.ts';
import type { ReportDelivery } from '../domain/notices/deliver.ts';
import { sendNotice } from '../domain/notices/send-notice.ts';
import { errorFields, log } from '../http/log.ts';
import { type NoticeSenderRuntime, noticeSenderRuntime } from '../runtime/background.ts';

/** Reads the table's stream and notifies users of the events in it. Returns the records that Lambda has to retry. */
export function createNoticeSenderHandler({ parser, ...runtime }: NoticeSenderRuntime) {
  async function processRecord(image: unknown, sequenceNumber: string): Promise<boolean> {
    const fields: Record<string, string> = { sequence_number: sequenceNumber };
    try {
      const event = parser.parse(image);
      if (event === null) return true;
      fields.partner_id = event.partnerId;
      const report: ReportDelivery = (what, error) =>
        log('error', `notice_${what}`, { ...fields, ...(error === null ? {} : errorFields(error)) });
      return await sendNotice(event, { ...runtime, report, nowMs: Date.now() });
    } catch (error) {
      // Reading it again would not help, and would hold up all others until then.
      const unreadable = error instanceof UnreadableRecordError;
      log('error', unreadable ? 'notice_unreadable' : 'notice_not_sent', { ...fields, ...errorFields(error) });
      return unreadable;
    }
  }

  return async function sendNotices({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
    const failed: string[] = [];
    for (const { dynamodb } of Records) {
      const { NewImage, SequenceNumber = '' } = dynamodb ?? {};
      if (!(await processRecord(NewImage, SequenceNumber))) failed.push(SequenceNumber);
    }
    log('info', 'notices', { records: Records.length, failed: failed.length });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

export const handler = createNoticeSenderHandler(noticeSenderRuntime());
