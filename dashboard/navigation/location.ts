import { useEffect, useSyncExternalStore } from 'react';

/** The page's path, changed without a reload. */
const listeners = new Set<() => void>();
/** Called before going back or forward; only the newest is. */
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
  // The browser has already moved: restore the path, then let the page ask.
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

/** While `active`, calls `onAttempt` instead of going back and lets the browser confirm a close or reload. */
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
