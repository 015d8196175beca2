import type { countOperations } from './store/counting-proxy.ts';

export type Verdict = 'met' | 'missed' | 'fails' | 'void' | 'not judged' | 'not measured';

/** A goal, and the value at which missing it counts as a failure. */
export interface Limit {
  readonly direction: 'at most' | 'at least' | 'exactly';
  readonly goal: number;
  readonly failsAt: number;
}

export interface Row {
  readonly goal: number;
  readonly what: string;
  /** null if it was not measured. */
  readonly value: number | null;
  readonly unit: string;
  readonly limit: Limit | null;
  /** Whether it depends on time, and so on the machine and its load. */
  readonly timed: boolean;
  readonly verdict: Verdict;
  readonly note?: string;
}

export const atMost = (goal: number, failsAt: number): Limit => ({ direction: 'at most', goal, failsAt });
export const atLeast = (goal: number, failsAt: number): Limit => ({ direction: 'at least', goal, failsAt });
export const exactly = (goal: number): Limit => ({ direction: 'exactly', goal, failsAt: goal });

export function verdictOf(value: number, { direction, goal, failsAt }: Limit): Verdict {
  switch (direction) {
    case 'at most':
      if (value <= goal) return 'met';
      return value < failsAt ? 'missed' : 'fails';
    case 'at least':
      if (value >= goal) return 'met';
      return value > failsAt ? 'missed' : 'fails';
    case 'exactly':
      return value === goal ? 'met' : 'fails';
  }
}

type Measured = Pick<Row, 'goal' | 'what' | 'unit'> & { readonly value: number; readonly note?: string };

/** Judges a value that is the same on any machine. NaN fails. */
export function invariant(measured: Measured, limit: Limit): Row {
  return { ...measured, limit, timed: false, verdict: verdictOf(measured.value, limit) };
}

/** Judges a timing. `valid` is whether the run's control is within the method's bounds. */
export function timing(measured: Measured, limit: Limit, valid: boolean): Row {
  return { ...measured, limit, timed: true, verdict: valid ? verdictOf(measured.value, limit) : 'void' };
}

export function information(measured: Measured): Row {
  return { ...measured, limit: null, timed: true, verdict: 'not judged' };
}

export function notMeasured(row: Pick<Row, 'goal' | 'what' | 'unit'>, limit: Limit, note: string): Row {
  return { ...row, value: null, limit, timed: true, verdict: 'not measured', note };
}

/** Leaves timings unjudged, in a run too short for it. */
export function withoutJudgingTimes(rows: readonly Row[]): Row[] {
  return rows.map((row) => (row.timed && row.value !== null ? { ...row, verdict: 'not judged' } : row));
}

/** Returns 1 if an invariant is broken and, with `judge`, if a timing fails or is void. */
export function exitCodeOf(rows: readonly Row[], judge: boolean): 0 | 1 {
  const broken = rows.some(
    ({ timed, verdict }) => (verdict === 'fails' && (!timed || judge)) || (judge && verdict === 'void'),
  );
  return broken ? 1 : 0;
}

/** Judges the reads and writes of one kind of call: every single call must make exactly these. */
export function operationsRows(
  name: string,
  perCall: readonly ReturnType<typeof countOperations>[],
  reads: number,
): Row[] {
  const worst = (of: (counted: { reads: number; writes: number }) => number, expected: number) =>
    perCall.map(of).find((value) => value !== expected) ?? (perCall.length === 0 ? Number.NaN : expected);
  return [
    invariant(
      { goal: 4, what: `reads, ${name}`, unit: 'a call', value: worst((counted) => counted.reads, reads) },
      exactly(reads),
    ),
    invariant(
      { goal: 4, what: `writes, ${name}`, unit: 'a call', value: worst((counted) => counted.writes, 0) },
      exactly(0),
    ),
  ];
}
