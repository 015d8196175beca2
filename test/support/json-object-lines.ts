/**
 * Reads a line that is one JSON object of texts. Throws an Error for a name that occurs twice, of which JSON.parse would
 * silently take the last, and for anything else in the line.
 */
export function readTextObject(line: string): ReadonlyMap<string, string> {
  const parsed: Readonly<Record<string, unknown>> = JSON.parse(line);
  const fields = new Map<string, string>();
  let at = 1;
  for (;;) {
    const name = textAt(line, at);
    if (line[name.end] !== ':') throw new Error(`No value for ${name.text}.`);
    const value = textAt(line, name.end + 1);
    if (fields.has(name.text)) throw new Error(`${name.text} occurs twice.`);
    fields.set(name.text, value.text);
    if (line[value.end] !== ',') break;
    at = value.end + 1;
  }
  if (Object.keys(parsed).length !== fields.size) throw new Error('The line has more than its fields.');
  return fields;
}

/** Reads the JSON text that begins there. */
function textAt(line: string, start: number): { readonly text: string; readonly end: number } {
  const pattern = /"(?:[^"\\]|\\.)*"/y;
  pattern.lastIndex = start;
  const [literal] = pattern.exec(line) ?? [];
  if (literal === undefined) throw new Error(`No text at ${start}.`);
  return { text: JSON.parse(literal), end: pattern.lastIndex };
}
