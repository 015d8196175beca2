import { useReducer, useRef } from 'react';
import type { ApiKey, CreatedApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { CreateOtpChallengeRequest } from '../../lambdas/http/management-api/schemas/otp-challenges.ts';
import type { Outcome, PresentedCode } from '../api/management-api.ts';
import { mayHaveHappened, type Problem } from '../api/problem.ts';
import { useHub } from '../state/hub.ts';
import type { Channel } from '../step-up/channels.ts';
import { advance, BEGINNING, codeIsOver, type Progress } from '../step-up/progress.ts';
import { sentCodeOf } from '../step-up/sent-code.ts';

/** A way to get a new key: creating or rotating one. */
export interface NewKeyKind<R> {
  challengeFor(request: R, channel: Channel): CreateOtpChallengeRequest;
  make(presented: PresentedCode): Promise<Outcome<CreatedApiKey>>;
  /**
   * Finds the key that was created although its response was lost, or returns null.
   *
   * @param knownIds - IDs of the keys that existed when the code was requested
   */
  findLost(keys: readonly ApiKey[], request: R, knownIds: ReadonlySet<string>): ApiKey | null;
  /** Gets the new key's ID. */
  onMade(keyId: string): void;
}

export interface NewKey<R> extends Progress {
  sendCode(request: R, channel: Channel): Promise<void>;
  resend(channel: Channel): Promise<void>;
  submitCode(code: string): Promise<void>;
  /** Checks again whether the key exists. */
  findOut(): Promise<void>;
  /** Deletes the key whose response was lost. Returns whether it is deleted. */
  deleteLost(): Promise<boolean>;
  /** Forgets everything, the key included. */
  restart(): void;
}

export function useNewKey<R>(kind: NewKeyKind<R>): NewKey<R> {
  const { api, apiKeys, viewer, otherTabs } = useHub();
  const [progress, dispatch] = useReducer(advance, BEGINNING);
  const asked = useRef<{ readonly request: R; readonly knownIds: ReadonlySet<string> } | null>(null);
  const failure = useRef<Problem | null>(null);

  async function sendCode(request: R, channel: Channel): Promise<void> {
    dispatch({ type: 'waiting' });
    // The keys that exist now show later whether a creation without a response succeeded.
    const known = apiKeys.state().value ?? (await apiKeys.load()).value;
    asked.current = { request, knownIds: new Set(known?.api_keys.map(({ id }) => id)) };
    const outcome = await api.createChallenge(kind.challengeFor(request, channel));
    if (outcome.ok) return dispatch({ type: 'code_sent', sent: sentCodeOf(outcome.value, outcome.clockOffsetMs) });
    dispatch({ type: 'refused', problem: outcome.problem });
    refreshAfter(outcome.problem);
  }

  async function submitCode(code: string): Promise<void> {
    if (progress.stage.at !== 'code') return;
    dispatch({ type: 'waiting' });
    const outcome = await kind.make({ challenge_id: progress.stage.sent.challengeId, code });
    if (outcome.ok) {
      const { key: _, ...listed } = outcome.value;
      apiKeys.change((list) => ({ ...list, api_keys: [listed, ...list.api_keys] }));
      // A rotation also gives the old key an expiry.
      void apiKeys.load();
      otherTabs.notify('changed');
      kind.onMade(listed.id);
      dispatch({ type: 'created', key: outcome.value });
    } else if (mayHaveHappened(outcome.problem)) {
      failure.current = outcome.problem;
      await findOut();
    } else {
      const { problem } = outcome;
      dispatch({ type: 'refused', problem: (await isAboutTheCode(problem)) ? codeIsOver(problem) : problem });
      refreshAfter(problem);
    }
  }

  /** Whether `not_found` means the code (superseded or removed) rather than the key (deleted). */
  async function isAboutTheCode({ code }: Problem): Promise<boolean> {
    if (code !== 'not_found' || asked.current === null) return false;
    const challenge = kind.challengeFor(asked.current.request, 'email');
    if (challenge.purpose !== 'rotate_api_key') return true;
    const { value } = await apiKeys.load();
    return value?.api_keys.some(({ id }) => id === challenge.api_key_id) ?? false;
  }

  function refreshAfter({ code }: Problem): void {
    if (code === 'partner_suspended') void viewer.load();
    if (code === 'not_found' || code === 'rotated_already') void apiKeys.load();
  }

  async function findOut(): Promise<void> {
    if (asked.current === null) return;
    dispatch({ type: 'waiting' });
    const { value, problem } = await apiKeys.load();
    if (problem !== null || value === null) {
      if (problem !== null) dispatch({ type: 'fate_unknown', problem });
      return;
    }
    const { request, knownIds } = asked.current;
    const key = kind.findLost(value.api_keys, request, knownIds);
    if (key !== null) dispatch({ type: 'found_lost', key });
    else if (failure.current !== null) dispatch({ type: 'refused', problem: failure.current });
  }

  async function deleteLost(): Promise<boolean> {
    if (progress.stage.at !== 'lost') return false;
    const { id } = progress.stage.key;
    dispatch({ type: 'waiting' });
    const outcome = await api.deleteApiKey(id);
    if (!outcome.ok && outcome.problem.code !== 'not_found') {
      dispatch({ type: 'refused', problem: outcome.problem });
      return false;
    }
    apiKeys.change((list) => ({ ...list, api_keys: list.api_keys.filter((key) => key.id !== id) }));
    otherTabs.notify('changed');
    return true;
  }

  return {
    ...progress,
    sendCode,
    submitCode,
    findOut,
    deleteLost,
    async resend(channel) {
      if (asked.current !== null) await sendCode(asked.current.request, channel);
    },
    restart: () => dispatch({ type: 'restarted' }),
  };
}
