import { useEffect, useSyncExternalStore } from 'react';

/** The address of the page, changed without loading it again. */
const listeners = new Set<() => void>();
/** What to ask before somebody goes back or forward; the newest counts. */
const guards = new Set<() => void>();
let path = window.location.pathname;

function setPath(next: string): void {
  path = next;
  for (const listener of listeners) listener();
}

window.addEventListener('popstate', () => {
  const guard = [...guards].at(-1);
  if (guard === undefined) {
    setPath(window.location.pathname);
    return;
  }
  // The browser has already moved: put the address back, then let the page ask.
  window.history.pushState(null, '', path);
  guard();
});

export function navigate(to: string, { replace = false } = {}): void {
  if (replace) window.history.replaceState(null, '', to);
  else if (to !== path) window.history.pushState(null, '', to);
  setPath(to);
}

export function currentPath(): string {
  return path;
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, currentPath);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** While `active`, going back asks by `onAttempt`, and closing or reloading the tab asks in the browser's words. */
export function useLeaveGuard(active: boolean, onAttempt: () => void): void {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    guards.add(onAttempt);
    window.addEventListener('beforeunload', ask);
    return () => {
      guards.delete(onAttempt);
      window.removeEventListener('beforeunload', ask);
    };
  }, [active, onAttempt]);
}
