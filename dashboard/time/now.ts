import { useEffect, useState } from 'react';

/** Returns the time, updated every period, so that texts such as "2 minutes ago" stay true. */
export function useNow(periodMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), periodMs);
    return () => clearInterval(timer);
  }, [periodMs]);
  return now;
}

/** Returns the whole seconds until a moment (epoch milliseconds); 0 once it has passed. */
export function useSecondsUntil(moment: number): number {
  const now = useNow(500);
  return Math.max(0, Math.ceil((moment - now) / 1000));
}
