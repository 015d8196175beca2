import { type RefObject, useEffect, useRef } from 'react';

/**
 * Brings what is wrong in a long form into view when it is told, and the focus to its field.
 *
 * @param told - changes whenever something new is told
 */
export function useFirstError(told: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about when, not about what
  useEffect(() => {
    const error = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
    if (error?.getAttribute('aria-invalid') === 'true') error.focus({ preventScroll: true });
    error?.scrollIntoView({ block: 'nearest' });
  }, [told]);
  return form;
}
