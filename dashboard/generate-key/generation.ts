import type { ApiKey, CreatedApiKey, OtpChallenge } from '../../lambdas/http/management-schemas.ts';
import type { Problem } from '../api/problem.ts';

export type Channel = OtpChallenge['channel'];

/** A code that was sent. */
export interface SentCode {
  readonly challengeId: string;
  readonly channel: Channel;
  /** Masked. */
  readonly destination: string;
  /** Epoch milliseconds by this machine's clock. */
  readonly resendAt: number;
  readonly expiresAt: number;
}

/** Where the generation of a key stands. */
export type Stage =
  | { readonly at: 'name' }
  | { readonly at: 'code'; readonly sent: SentCode /** No further try is possible. */; readonly spent: boolean }
  /** The only place where the key itself is ever kept. */
  | { readonly at: 'key'; readonly key: CreatedApiKey }
  /** The key exists, but the answer that held it was lost. */
  | { readonly at: 'lost'; readonly key: ApiKey }
  /** The answer was lost, and so was the answer to the question whether the key exists. */
  | { readonly at: 'unknown'; readonly sent: SentCode };

export interface Generation {
  readonly stage: Stage;
  readonly problem: Problem | null;
  readonly busy: boolean;
}

export const BEGINNING: Generation = { stage: { at: 'name' }, problem: null, busy: false };

export type GenerationEvent =
  | { readonly type: 'restarted' }
  | { readonly type: 'waiting' }
  | { readonly type: 'code_sent'; readonly sent: SentCode }
  | { readonly type: 'refused'; readonly problem: Problem }
  | { readonly type: 'created'; readonly key: CreatedApiKey }
  | { readonly type: 'found_lost'; readonly key: ApiKey }
  | { readonly type: 'fate_unknown'; readonly problem: Problem };

export function advance(generation: Generation, event: GenerationEvent): Generation {
  const { stage } = generation;
  switch (event.type) {
    case 'restarted':
      return BEGINNING;
    case 'waiting':
      return { ...generation, busy: true };
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

/** Whether the code that was sent can no longer become a key. */
function spendsCode({ code, attemptsLeft }: Problem): boolean {
  return (
    code === 'otp_expired' ||
    code === 'not_found' ||
    code === 'otp_locked' ||
    (code === 'otp_incorrect' && attemptsLeft === 0)
  );
}
