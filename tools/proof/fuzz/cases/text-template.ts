/** What the placeholders of cases mean on the run under attack. */
export type Values = ReadonlyMap<string, string>;

const PLACEHOLDER = /\{\{(?:(\d{1,8})\*(.{1,16}?)|([\w.-]+))\}\}/g;

/**
 * Replaces `{{a.key}}` by the value of that name, and `{{5000*x}}` by so many repetitions, so that a case is short to read and
 * holds no credential. Leaves anything else as it stands.
 */
export function fillIn(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (whole, times?: string, repeated?: string, name?: string) => {
    if (times !== undefined && repeated !== undefined) return repeated.repeat(Number(times));
    return values.get(name ?? '') ?? whole;
  });
}

/** Returns the placeholder of a value. */
export function placeholder(name: string): string {
  return `{{${name}}}`;
}

/** Returns what is replaced by so many repetitions of the text, of at most 16 characters, when the case is sent. */
export function repeated(text: string, times: number): string {
  return `{{${times}*${text}}}`;
}
