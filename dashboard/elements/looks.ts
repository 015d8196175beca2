import { type RefObject, useEffect, useState } from 'react';

/** Counts how often an element came into view, alone or with its tab. */
export function useLooks(element: RefObject<Element | null>): number {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    let inView = false;
    const look = () => setLooks((count) => count + 1);
    const observer = new IntersectionObserver((entries) => {
      const { isIntersecting = false } = entries.at(-1) ?? {};
      if (isIntersecting && !inView) look();
      inView = isIntersecting;
    });
    observer.observe(element.current);
    const onVisible = () => {
      if (inView && document.visibilityState === 'visible') look();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [element]);
  return looks;
}
