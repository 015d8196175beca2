import { parseStreamDeadLetter } from '../../lambdas/adapters/notices/stream-dead-letter.ts';
import { type NoticeReplay, replayNotices } from '../../lambdas/domain/notices/replay-notices.ts';
import { type DeadLetters, replayDeadLetters } from '../../lambdas/domain/operations/replay-dead-letters.ts';
import { OperatorError } from './operator-error.ts';

export interface OperatorNotices extends NoticeReplay {
  readonly deadLetters: DeadLetters;
}

/** Sends the notices that the function gave up sending, as long as the stream holds the changes. Nobody is notified twice. */
export async function replayNoticeLetters({ deadLetters, ...replay }: OperatorNotices): Promise<string> {
  const reasons = new Set<string>();
  const forgotten: string[] = [];
  const report = (error: unknown) => reasons.add(error instanceof Error ? error.message : 'unknown error');
  const { done, failed } = await replayDeadLetters(deadLetters, async (body) => {
    try {
      const range = parseStreamDeadLetter(body);
      const result = await replayNotices(range, replay, report, Date.now());
      if (result === 'forgotten') forgotten.push(`${range.from} to ${range.to}`);
      return result === 'notified';
    } catch (error) {
      report(error);
      return false;
    }
  });
  if (failed === 0) return done === 0 ? 'No notice waits to be sent.' : `Processed ${done} dead letters of notices.`;
  const again = failed - forgotten.length;
  throw new OperatorError(
    [
      `Processed ${done} dead letters of notices.`,
      ...(again === 0
        ? []
        : [`${again} failed and are in the queue again after five minutes: ${[...reasons].join(' ')}`]),
      ...(forgotten.length === 0
        ? []
        : [
            `${forgotten.length} refer to changes that the stream has forgotten: it holds them for a day. Find them in the partners' activity, from ${forgotten.join(', from ')}. The dead letters stay in the queue until you delete them (docs/notices.md).`,
          ]),
    ].join('\n'),
  );
}
