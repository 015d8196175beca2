import { describe, expect, test } from '@jest/globals';
import { DependencyError, UnreadableRecordError } from '../../../../lambdas/domain/base/dependency-error.ts';
import type { NotifiableEvent } from '../../../../lambdas/domain/notices/notifiable-event.ts';
import { type NoticeReplay, replayNotices } from '../../../../lambdas/domain/notices/replay-notices.ts';

const RANGE = { streamArn: 'arn', shardId: 'shard', first: '1', last: '9', from: 'then', to: 'later' };
const USER = { userId: 'owner', email: 'owner@demo.example', mutedNotices: [], noticesRevision: 0 };

const keyUse = (keyId: string): NotifiableEvent => ({
  source: 'revoked_key',
  partnerId: 'demoPA',
  keyId,
  at: '2026-11-24T07:00:00.000Z',
  ip: null,
});

/** Images are events already, or what is thrown. */
async function replay(images: readonly (NotifiableEvent | Error | null)[]) {
  const [sent, reports]: [string[], unknown[]] = [[], []];
  const options: NoticeReplay = {
    stream: { read: async () => images },
    parser: {
      parse: (image) => {
        if (image instanceof Error) throw image;
        return image as NotifiableEvent | null;
      },
    },
    log: { claim: async () => 'claimed', release: async () => {}, finish: async () => {} },
    keys: { find: async () => null },
    members: { list: async () => [USER] },
    staff: {
      findPartner: async (partnerId) => ({ partnerId, name: 'Demo' }) as never,
    },
    mailer: {
      send: async (_, { text }) => {
        sent.push(/^API key: (.*)$/m.exec(text)?.[1] ?? '');
        return 'sent';
      },
    },
  };
  const result = await replayNotices(RANGE, options, (error) => reports.push(error), 0);
  return { result, sent, reports };
}

describe('one record does not keep the others of its range from being processed', () => {
  test('that cannot be read, which it never will be', async () => {
    const unreadable = new UnreadableRecordError('PK');

    expect(await replay([unreadable, keyUse('a')])).toEqual({ result: 'notified', sent: ['a'], reports: [] });
  });

  test('that fails, and the range has to be processed again', async () => {
    const failure = new DependencyError('dynamodb', 'DynamoDB failed: X.');

    expect(await replay([failure, keyUse('a')])).toEqual({ result: 'failed', sent: ['a'], reports: [failure] });
  });

  test('that nobody is notified of', async () => {
    expect(await replay([null, keyUse('a'), keyUse('b')])).toMatchObject({ result: 'notified', sent: ['a', 'b'] });
  });
});
