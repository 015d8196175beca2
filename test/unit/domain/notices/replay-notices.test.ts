import { describe, expect, test } from '@jest/globals';
import { DependencyError, UnreadableRecordError } from '../../../../lambdas/domain/base/dependency-error.ts';
import type { Occurrence } from '../../../../lambdas/domain/notices/notifiable-event.ts';
import { type NoticeReplay, replayNotices } from '../../../../lambdas/domain/notices/replay-notices.ts';

const RANGE = { streamArn: 'arn', shardId: 'shard', first: '1', last: '9', from: 'then', to: 'later' };
const USER = { subject: 'owner', email: 'owner@demo.example', mutedNotices: [], noticesRevision: 0 };

const occurrence = (keyId: string): Occurrence => ({
  source: 'revoked_key',
  partnerId: 'demoPA',
  keyId,
  at: '2026-11-24T07:00:00.000Z',
  ip: null,
});

/** What is read of each image, or thrown. */
async function replay(reads: readonly (Occurrence | Error | null)[]) {
  const [told, reports]: [string[], unknown[]] = [[], []];
  const options: NoticeReplay = {
    images: { list: async () => reads },
    stream: {
      read: (image) => {
        if (image instanceof Error) throw image;
        return image as Occurrence | null;
      },
    },
    log: { claim: async () => 'claimed', release: async () => {}, finish: async () => {} },
    records: { findKey: async () => null },
    members: { list: async () => [USER] },
    staff: {
      findPartner: async (partnerId) => ({ partnerId, name: 'Demo' }) as never,
    },
    notifier: {
      sendNotice: async (notice) => {
        told.push(notice.occurrence.source === 'revoked_key' ? notice.occurrence.keyId : '');
        return 'sent';
      },
    },
  };
  const outcome = await replayNotices(RANGE, options, (error) => reports.push(error), 0);
  return { outcome, told, reports };
}

describe('one record does not keep the others of its range from being told of', () => {
  test('that cannot be read, which it never will be', async () => {
    const unreadable = new UnreadableRecordError('PK');

    expect(await replay([unreadable, occurrence('a')])).toEqual({ outcome: 'told', told: ['a'], reports: [] });
  });

  test('whose telling fails, and the range has to come again', async () => {
    const failure = new DependencyError('dynamodb', 'DynamoDB failed: X.');

    expect(await replay([failure, occurrence('a')])).toEqual({ outcome: 'failed', told: ['a'], reports: [failure] });
  });

  test('that nobody is told of', async () => {
    expect(await replay([null, occurrence('a'), occurrence('b')])).toMatchObject({ outcome: 'told', told: ['a', 'b'] });
  });
});
