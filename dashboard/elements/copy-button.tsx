import { Button, type ButtonProps, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { IconAlertTriangle, IconCheck, IconCopy } from './icons.ts';

export type CopyState = 'idle' | 'copied' | 'failed';

const CONFIRMED_MS = 2500;

/** Copies to the clipboard and reports the result for a moment. Browsers may refuse. */
export function useCopying(onCopied?: () => void): { readonly state: CopyState; copy(text: string): Promise<void> } {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    // A failure stays visible because it says what to do instead.
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

interface CopyButtonProps extends ButtonProps {
  readonly text: string;
  /** What is copied, such as "Partner ID". */
  readonly what: string;
  readonly label?: string;
  readonly onCopied?: () => void;
}

const ICONS = { idle: IconCopy, copied: IconCheck, failed: IconAlertTriangle };

/** Copies a text and confirms it, visibly and to screen readers, without changing its width. */
export function CopyButton({ text, what, label = 'Copy', onCopied, ...props }: CopyButtonProps) {
  const { state, copy } = useCopying(onCopied);
  const Icon = ICONS[state];
  const shown = { idle: label, copied: 'Copied', failed: 'Not copied' }[state];
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon size={15} aria-hidden />}
        {...props}
        aria-label={state === 'idle' ? `${label} ${what}` : shown}
        onClick={() => void copy(text)}
        style={{ minWidth: label === 'Copy' ? '6.5rem' : undefined, flex: 'none' }}
      >
        {shown}
      </Button>
      <VisuallyHidden role="status">
        {state === 'copied' && `${what} copied.`}
        {state === 'failed' && `${what} could not be copied. Select it and copy it by hand.`}
      </VisuallyHidden>
    </>
  );
}
