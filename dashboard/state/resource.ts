import type { Outcome } from '../api/management-api.ts';
import type { Problem } from '../api/problem.ts';

export interface ResourceState<T> {
  /** The last loaded value; stays during a reload and when that fails. */
  readonly value: T | null;
  /** Why the last load failed; null after a success. */
  readonly problem: Problem | null;
  readonly loading: boolean;
  /** Epoch milliseconds of the last success; 0 before. */
  readonly loadedAt: number;
}

/** Data of the Management API that several parts of the page show. */
export interface Resource<T> {
  state(): ResourceState<T>;
  subscribe(listener: () => void): () => void;
  /** Loads it; joins a load in progress. */
  load(): Promise<ResourceState<T>>;
  /** Applies the response to a change. Repeats a load that started before it. */
  change(apply: (value: T) => T): void;
}

export function createResource<T>(fetchIt: () => Promise<Outcome<T>>): Resource<T> {
  let state: ResourceState<T> = { value: null, problem: null, loading: false, loadedAt: 0 };
  let underWay: Promise<ResourceState<T>> | null = null;
  let changes = 0;
  const listeners = new Set<() => void>();

  function set(next: Partial<ResourceState<T>>): void {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }

  async function fetchUntilCurrent(): Promise<Outcome<T>> {
    for (;;) {
      const before = changes;
      const outcome = await fetchIt();
      if (before === changes) return outcome;
    }
  }

  async function load(): Promise<ResourceState<T>> {
    set({ loading: true });
    const outcome = await fetchUntilCurrent();
    underWay = null;
    set(
      outcome.ok
        ? { value: outcome.value, problem: null, loading: false, loadedAt: Date.now() }
        : { problem: outcome.problem, loading: false },
    );
    return state;
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load() {
      underWay ??= load();
      return underWay;
    },
    change(apply) {
      changes += 1;
      if (state.value !== null) set({ value: apply(state.value) });
    },
  };
}
