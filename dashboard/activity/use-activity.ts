import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityEvent } from '../../lambdas/http/management-api/schemas/activity.ts';
import type { Problem } from '../api/problem.ts';
import { useHub } from '../state/hub.ts';

interface Activity {
  /** null until the first page is loaded. */
  readonly events: readonly ActivityEvent[] | null;
  readonly problem: Problem | null;
  readonly loading: boolean;
  /** Whether older events can be loaded. */
  readonly more: boolean;
  loadMore(): Promise<void>;
}

/** Loads the events page by page, newest first. */
export function useActivity(): Activity {
  const { api } = useHub();
  const [events, setEvents] = useState<readonly ActivityEvent[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [loading, setLoading] = useState(true);
  const busy = useRef(false);

  const load = useCallback(
    async (from: string | null): Promise<void> => {
      if (busy.current) return;
      busy.current = true;
      setLoading(true);
      const outcome = await api.activity(from);
      busy.current = false;
      setLoading(false);
      setProblem(outcome.ok ? null : outcome.problem);
      if (!outcome.ok) return;
      setEvents((before) => [...(from === null ? [] : (before ?? [])), ...outcome.value.events]);
      setCursor(outcome.value.next_cursor);
    },
    [api],
  );

  useEffect(() => {
    void load(null);
  }, [load]);

  return { events, problem, loading, more: cursor !== null, loadMore: () => load(cursor) };
}
