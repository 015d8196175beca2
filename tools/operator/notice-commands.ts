import { readStreamLetter } from '../../lambdas/adapters/dynamodb-stream-records.ts';
import { type DeadLetters, replayDeadLetters } from '../../lambdas/domain/replay-dead-letters.ts';
import { type NoticeReplay, replayNotices } from '../../lambdas/domain/replay-notices.ts';
import { OperatorError, usageError } from './command-line.ts';

export interface OperatorNotices extends NoticeReplay {
  readonly deadLetters: DeadLetters;
}

/** Tells what the function gave up telling, as long as the stream has it. Who was told is not told again. */
export async function replayNoticeLetters(
  { deadLetters, ...replay }: OperatorNotices,
  rest: readonly string[],
): Promise<string> {
  if (rest.length > 0) throw usageError();
  const reasons = new Set<string>();
  const forgotten: string[] = [];
  const report = (error: unknown) => reasons.add(error instanceof Error ? error.message : 'unknown error');
  const { done, failed } = await replayDeadLetters(deadLetters, async (body) => {
    try {
      const range = readStreamLetter(body);
      const outcome = await replayNotices(range, replay, report, Date.now());
      if (outcome === 'forgotten') forgotten.push(`${range.from} to ${range.to}`);
      return outcome === 'told';
    } catch (error) {
      report(error);
      return false;
    }
  });
  if (failed === 0) return done === 0 ? 'No notice waits to be sent.' : `Worked off ${done} dead letters of notices.`;
  const again = failed - forgotten.length;
  throw new OperatorError(
    [
      `Worked off ${done} dead letters of notices.`,
      ...(again === 0
        ? []
        : [`${again} failed and are in the queue again after five minutes: ${[...reasons].join(' ')}`]),
      ...(forgotten.length === 0
        ? []
        : [
            `${forgotten.length} point to changes that the stream has forgotten, which keeps them for a day. What was not told of them is in the partners' activity, from ${forgotten.join(', from ')}. They stay in the queue until you delete them (docs/notices.md).`,
          ]),
    ].join('\n'),
  );
}
