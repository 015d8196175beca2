import { useReducer, useRef } from 'react';
import { mayHaveHappened, type Problem } from '../api/problem.ts';
import { useHub } from '../state/hub.ts';
import { advance, BEGINNING, type Channel, type Generation, type SentCode } from './generation.ts';
import { findLostKey } from './lost-key.ts';

interface GenerateKey extends Generation {
  sendCode(name: string, channel: Channel): Promise<void>;
  submitCode(code: string): Promise<void>;
  /** Asks once more whether the key exists. */
  findOut(): Promise<void>;
  /** Deletes the key whose answer was lost. Answers whether that is done. */
  deleteLost(): Promise<boolean>;
  /** Forgets everything, the key included. */
  restart(): void;
}

/** @param onCreated - gets the new key's ID */
export function useGenerateKey(onCreated: (keyId: string) => void): GenerateKey {
  const { api, apiKeys, viewer, otherTabs } = useHub();
  const [generation, dispatch] = useReducer(advance, BEGINNING);
  const asked = useRef<{ name: string; knownIds: ReadonlySet<string> }>({ name: '', knownIds: new Set() });
  const failure = useRef<Problem | null>(null);

  async function sendCode(name: string, channel: Channel): Promise<void> {
    dispatch({ type: 'waiting' });
    // What is there now tells later whether a creation without an answer has made something.
    const known = apiKeys.state().value ?? (await apiKeys.load()).value;
    asked.current = { name, knownIds: new Set(known?.api_keys.map(({ id }) => id)) };
    const outcome = await api.createChallenge(name, channel);
    if (!outcome.ok) return dispatch({ type: 'refused', problem: outcome.problem });
    const { id, destination, expires_at, resend_after } = outcome.value;
    const sent: SentCode = {
      challengeId: id,
      channel: outcome.value.channel,
      destination,
      resendAt: Date.parse(resend_after) - outcome.clockOffsetMs,
      expiresAt: Date.parse(expires_at) - outcome.clockOffsetMs,
    };
    dispatch({ type: 'code_sent', sent });
  }

  async function submitCode(code: string): Promise<void> {
    if (generation.stage.at !== 'code') return;
    dispatch({ type: 'waiting' });
    const outcome = await api.createApiKey({ challenge_id: generation.stage.sent.challengeId, code });
    if (outcome.ok) {
      const { key: _, ...listed } = outcome.value;
      apiKeys.change((list) => ({ ...list, api_keys: [listed, ...list.api_keys] }));
      otherTabs.tell('changed');
      onCreated(listed.id);
      dispatch({ type: 'created', key: outcome.value });
    } else if (mayHaveHappened(outcome.problem)) {
      failure.current = outcome.problem;
      await findOut();
    } else {
      // A code of which nothing is known here is one that was superseded or removed.
      const { problem } = outcome;
      dispatch({
        type: 'refused',
        problem: problem.code === 'not_found' ? { ...problem, code: 'otp_expired' } : problem,
      });
      if (problem.code === 'partner_suspended') void viewer.load();
    }
  }

  async function findOut(): Promise<void> {
    dispatch({ type: 'waiting' });
    const { value, problem } = await apiKeys.load();
    if (problem !== null || value === null) {
      if (problem !== null) dispatch({ type: 'fate_unknown', problem });
      return;
    }
    const { name, knownIds } = asked.current;
    const key = findLostKey(value.api_keys, knownIds, name, viewer.state().value?.user.email ?? null);
    if (key !== null) dispatch({ type: 'found_lost', key });
    else if (failure.current !== null) dispatch({ type: 'refused', problem: failure.current });
  }

  async function deleteLost(): Promise<boolean> {
    if (generation.stage.at !== 'lost') return false;
    const { id } = generation.stage.key;
    dispatch({ type: 'waiting' });
    const outcome = await api.deleteApiKey(id);
    if (!outcome.ok && outcome.problem.code !== 'not_found') {
      dispatch({ type: 'refused', problem: outcome.problem });
      return false;
    }
    apiKeys.change((list) => ({ ...list, api_keys: list.api_keys.filter((key) => key.id !== id) }));
    otherTabs.tell('changed');
    return true;
  }

  const restart = () => dispatch({ type: 'restarted' });

  return { ...generation, sendCode, submitCode, findOut, deleteLost, restart };
}
