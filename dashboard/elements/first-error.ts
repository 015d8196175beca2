import { type RefObject, useEffect, useRef } from 'react';

/**
 * Scrolls to the first error of a long form when it appears, and focuses its field.
 *
 * @param shown - changes whenever a new error is shown
 */
export function useFirstError(shown: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about when, not about what
  useEffect(() => {
    const error = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
    if (error?.getAttribute('aria-invalid') === 'true') error.focus({ preventScroll: true });
    error?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return form;
}
