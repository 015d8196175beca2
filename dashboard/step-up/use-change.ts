import { useReducer, useRef } from 'react';
import type { CreateOtpChallengeRequest } from '../../lambdas/http/management-api/schemas/otp-challenges.ts';
import type { Outcome, PresentedCode } from '../api/management-api.ts';
import { mayHaveHappened } from '../api/problem.ts';
import { useHub } from '../state/hub.ts';
import type { Channel } from './channels.ts';
import { advance, BEGINNING, codeIsOver, type Progress } from './progress.ts';
import { sentCodeOf } from './sent-code.ts';

/** A kind of change that takes a one-time code if it broadens anything. */
export interface ChangeKind<C, T> {
  challengeFor(changes: C, channel: Channel): CreateOtpChallengeRequest;
  send(changes: C, presented?: PresentedCode): Promise<Outcome<T>>;
  /** Loads the current value. null if that failed, or if it no longer exists. */
  current(): Promise<T | null>;
  isMade(value: T, changes: C): boolean;
  /** Called once the change is made. */
  onMade(value: T): void;
}

export interface Change<C> extends Progress {
  /** Without a code. */
  save(changes: C): Promise<void>;
  askForCode(changes: C, channel: Channel): Promise<void>;
  /** Sends the changes for which the code was requested. */
  submitCode(code: string): Promise<void>;
  resend(channel: Channel): Promise<void>;
  restart(): void;
}

export function useChange<C, T>(kind: ChangeKind<C, T>): Change<C> {
  const { api, viewer, otherTabs } = useHub();
  const [progress, dispatch] = useReducer(advance, BEGINNING);
  const asked = useRef<C | null>(null);

  async function attempt(changes: C, presented?: PresentedCode): Promise<void> {
    dispatch({ type: 'waiting' });
    const outcome = await kind.send(changes, presented);
    if (outcome.ok) return made(outcome.value);
    const { problem } = outcome;
    const { code } = problem;
    // The response may have been lost, as may that of an earlier attempt with the same code.
    const uncertain = mayHaveHappened(problem) || code === 'otp_expired' || code === 'not_found';
    const now = uncertain ? await kind.current() : null;
    if (now !== null && kind.isMade(now, changes)) return made(now);
    // The value exists, so the code is what was not found: it was superseded or removed.
    dispatch({ type: 'refused', problem: code === 'not_found' && now !== null ? codeIsOver(problem) : problem });
    if (code === 'partner_suspended') void viewer.load();
    // Another tab has changed it meanwhile: show the current value.
    if (code === 'otp_required' || code === 'rotated_already') void kind.current();
  }

  function made(value: T): void {
    otherTabs.notify('changed');
    kind.onMade(value);
  }

  async function askForCode(changes: C, channel: Channel): Promise<void> {
    dispatch({ type: 'waiting' });
    const outcome = await api.createChallenge(kind.challengeFor(changes, channel));
    if (outcome.ok) {
      asked.current = changes;
      return dispatch({ type: 'code_sent', sent: sentCodeOf(outcome.value, outcome.clockOffsetMs) });
    }
    dispatch({ type: 'refused', problem: outcome.problem });
    if (outcome.problem.code === 'partner_suspended') void viewer.load();
    if (outcome.problem.code === 'not_found' || outcome.problem.code === 'rotated_already') void kind.current();
  }

  return {
    ...progress,
    save: (changes) => attempt(changes),
    askForCode,
    async submitCode(code) {
      if (progress.stage.at !== 'code' || asked.current === null) return;
      await attempt(asked.current, { challenge_id: progress.stage.sent.challengeId, code });
    },
    async resend(channel) {
      if (asked.current !== null) await askForCode(asked.current, channel);
    },
    restart: () => dispatch({ type: 'restarted' }),
  };
}
