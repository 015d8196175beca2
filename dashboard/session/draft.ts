const FORMS = ['generate', 'change', 'rotate', 'enable', 'addresses', 'lifetime'] as const;
export type DraftForm = (typeof FORMS)[number];
export type DraftFields = Readonly<Record<string, string>>;

/** What was typed into a form and is not saved yet. No form holds a secret. */
export interface Draft {
  readonly form: DraftForm;
  /** The ID of the form's key; null if it has none. */
  readonly keyId: string | null;
  readonly fields: DraftFields;
}

const LONGEST = 16_384;

/** Reads a draft stored during a new sign-in. Returns null for anything that no form wrote. */
export function parseDraft(value: unknown): Draft | null {
  if (typeof value !== 'object' || value === null) return null;
  const { form, keyId, fields } = value as Readonly<Record<string, unknown>>;
  const known = FORMS.find((name) => name === form);
  if (known === undefined || (keyId !== null && !(typeof keyId === 'string' && /^[0-9A-Za-z]{12}$/.test(keyId)))) {
    return null;
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return null;
  const texts = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  if (texts.reduce((length, [, text]) => length + text.length, 0) > LONGEST) return null;
  return { form: known, keyId, fields: Object.fromEntries(texts) };
}
