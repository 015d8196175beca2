import { type RefObject, useEffect, useRef } from 'react';

/**
 * Brings what is wrong in a long form into view when it is told, and the focus to its field.
 *
 * @param told - changes whenever something new is told
 */
export function useFirstFault(told: unknown): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about when, not about what
  useEffect(() => {
    const fault = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]');
    if (fault?.getAttribute('aria-invalid') === 'true') fault.focus({ preventScroll: true });
    fault?.scrollIntoView({ block: 'nearest' });
  }, [told]);
  return form;
}
