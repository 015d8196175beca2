import type { ApiKey, CreatedApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { fieldError, type Problem } from '../api/problem.ts';
import type { SentCode } from './sent-code.ts';

/** The stage of an action that takes a one-time code, or may take one. */
export type Stage =
  | { readonly at: 'form' }
  | { readonly at: 'code'; readonly sent: SentCode /** No further attempt is possible. */; readonly spent: boolean }
  /** The only place that ever holds a new key. */
  | { readonly at: 'key'; readonly key: CreatedApiKey }
  /** The new key exists, but the response with it was lost. */
  | { readonly at: 'lost'; readonly key: ApiKey }
  /** The response was lost, and whether the new key exists could not be found out. */
  | { readonly at: 'unknown'; readonly sent: SentCode };

export interface Progress {
  readonly stage: Stage;
  readonly problem: Problem | null;
  readonly busy: boolean;
}

export const BEGINNING: Progress = { stage: { at: 'form' }, problem: null, busy: false };

export type ProgressEvent =
  | { readonly type: 'restarted' }
  | { readonly type: 'waiting' }
  | { readonly type: 'code_sent'; readonly sent: SentCode }
  | { readonly type: 'refused'; readonly problem: Problem }
  | { readonly type: 'created'; readonly key: CreatedApiKey }
  | { readonly type: 'found_lost'; readonly key: ApiKey }
  | { readonly type: 'fate_unknown'; readonly problem: Problem };

export function advance(progress: Progress, event: ProgressEvent): Progress {
  const { stage } = progress;
  switch (event.type) {
    case 'restarted':
      return BEGINNING;
    case 'waiting':
      return { ...progress, busy: true };
    case 'code_sent':
      return { stage: { at: 'code', sent: event.sent, spent: false }, problem: null, busy: false };
    case 'created':
      return { stage: { at: 'key', key: event.key }, problem: null, busy: false };
    case 'found_lost':
      return { stage: { at: 'lost', key: event.key }, problem: null, busy: false };
    case 'fate_unknown':
      return {
        stage: stage.at === 'code' || stage.at === 'unknown' ? { at: 'unknown', sent: stage.sent } : stage,
        problem: event.problem,
        busy: false,
      };
    case 'refused': {
      const sent = stage.at === 'code' || stage.at === 'unknown' ? stage.sent : null;
      return {
        stage: sent === null ? stage : { at: 'code', sent, spent: isSpent(stage) || spendsCode(event.problem) },
        problem: event.problem,
        busy: false,
      };
    }
  }
}

function isSpent(stage: Stage): boolean {
  return stage.at === 'code' && stage.spent;
}

/** Turns the problem of a code that was not found into that of an expired one. */
export function codeIsOver(problem: Problem): Problem {
  return { ...problem, code: 'otp_expired' };
}

/** Whether the code can no longer be used. */
function spendsCode(problem: Problem): boolean {
  const { code, attemptsLeft } = problem;
  return (
    code === 'otp_expired' ||
    code === 'not_found' ||
    code === 'otp_locked' ||
    code === 'rotated_already' ||
    (code === 'otp_incorrect' && attemptsLeft === 0) ||
    fieldError(problem, '/challenge_id') !== null
  );
}
