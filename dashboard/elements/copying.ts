import { useEffect, useState } from 'react';

export type CopyState = 'idle' | 'copied' | 'failed';

const CONFIRMED_MS = 2500;

/** Copies to the clipboard and tells for a moment how that went. Browsers may refuse. */
export function useCopying(onCopied?: () => void): { readonly state: CopyState; copy(text: string): Promise<void> } {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    // A failure stays: it says what to do instead.
    if (state !== 'copied') return;
    const timer = setTimeout(() => setState('idle'), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [state]);
  return {
    state,
    async copy(text) {
      try {
        await navigator.clipboard.writeText(text);
        setState('copied');
        onCopied?.();
      } catch {
        setState('failed');
      }
    },
  };
}
