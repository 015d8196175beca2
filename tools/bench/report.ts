import type { Limit, Row } from './goals.ts';

export interface Run {
  readonly name: string;
  readonly rounds: number;
  readonly control: number;
  readonly valid: boolean;
  readonly attempts: number;
}

const HEADINGS = ['goal', 'what', 'measured', '', 'goal is', 'fails at', 'verdict'];

export function formatRows(rows: readonly Row[]): string {
  return formatTable([
    HEADINGS,
    ...rows.map(({ goal, what, value, unit, limit, verdict, note }) => [
      String(goal),
      what,
      value === null ? '–' : formatNumber(value),
      unit,
      limit === null ? '' : `${phraseOf(limit)}${formatNumber(limit.goal)}`,
      limit === null ? '' : limit.direction === 'exactly' ? 'any other' : formatNumber(limit.failsAt),
      limit === null ? (note ?? '') : note === undefined ? verdict : `${verdict}: ${note}`,
    ]),
  ]);
}

export function formatRuns(runs: readonly Run[]): string {
  return formatTable([
    ['run', 'rounds', 'control', 'attempts', ''],
    ...runs.map(({ name, rounds, control, attempts, valid }) => [
      name,
      String(rounds),
      formatNumber(control),
      String(attempts),
      valid ? '' : 'void: the control left 0.98 to 1.02',
    ]),
  ]);
}

function phraseOf({ direction }: Limit): string {
  return { 'at most': '≤ ', 'at least': '≥ ', exactly: '' }[direction];
}

function formatNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(1) : value.toFixed(value >= 10 ? 1 : 3);
}

function formatTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
