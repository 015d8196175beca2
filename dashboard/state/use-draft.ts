import { useState } from 'react';
import type { DraftFields, DraftForm } from '../session/draft.ts';
import { useHub } from './hub.ts';

/** Restores what was typed into a form, and stores what is typed. */
export function useDraft(form: DraftForm, keyId: string | null): [DraftFields | null, (fields: DraftFields) => void] {
  const { draft } = useHub();
  const [restored] = useState(() =>
    draft.current?.form === form && draft.current.keyId === keyId ? draft.current.fields : null,
  );
  const keep = (fields: DraftFields) => {
    draft.current = { form, keyId, fields };
  };
  return [restored, keep];
}
