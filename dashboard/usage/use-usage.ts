import { useEffect, useState } from 'react';
import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import type { UsageQuery } from '../api/management-api.ts';
import type { Problem } from '../api/problem.ts';
import { useHub } from '../state/hub.ts';

export interface UsageState {
  /** null until loaded for this query; stays during a reload and when that fails. */
  readonly usage: Usage | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

interface Loaded {
  readonly of: string;
  readonly attempts: number;
  readonly usage: Usage | null;
  readonly problem: Problem | null;
}

/** Loads the figures of a credential and period. Drops late responses to earlier queries. */
export function useUsage({ from, to, credentialId }: UsageQuery): UsageState {
  const { api } = useHub();
  const [attempts, setAttempts] = useState(0);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const of = `${credentialId} ${from} ${to}`;

  useEffect(() => {
    let dropped = false;
    void api.usage({ from, to, credentialId }).then((outcome) => {
      if (dropped) return;
      setLoaded((before) =>
        outcome.ok
          ? { of, attempts, usage: outcome.value, problem: null }
          : { of, attempts, usage: before?.of === of ? before.usage : null, problem: outcome.problem },
      );
    });
    return () => {
      dropped = true;
    };
  }, [api, from, to, credentialId, of, attempts]);

  const current = loaded?.of === of ? loaded : null;
  return {
    usage: current?.usage ?? null,
    problem: current?.problem ?? null,
    loading: current?.attempts !== attempts,
    reload: () => setAttempts(attempts + 1),
  };
}

/** Sums the calls of all days. */
export function totalCalls({ days }: Usage): number {
  return days.reduce((sum, { total }) => sum + total, 0);
}
