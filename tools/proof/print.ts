/** Prints a line to standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Prints an aligned Markdown table, ready to paste into the docs. Columns of numbers are aligned to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const right = head.map((_, column) => rows.every((row) => typeof row[column] === 'number' || row[column] === ''));
  const texts = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...texts.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const [first = [], ...rest] = texts;
  print(line(first));
  print(
    `|${widths.map((width, column) => (right[column] ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`,
  );
  for (const row of rest) print(line(row));
}
