import { print, printTable } from '../print.ts';
import type { ClassName, Tally } from './subject.ts';

/** Share of all requests. With more, the machine was too slow for a verdict. */
const MAX_UNAVAILABLE = 0.01;

export interface RaceFacts {
  readonly changes: number;
  readonly seconds: number;
  /** Invariants of the records, in sentences. */
  readonly broken: readonly string[];
}

/** Prints the result of the race. Returns whether everything held. */
export function report(tallies: ReadonlyMap<ClassName, Tally>, { changes, seconds, broken }: RaceFacts): boolean {
  const rows = [...tallies].map(([name, tally]) => [
    name,
    tally.changes,
    tally.requests,
    tally.late,
    tally.lateAccepted,
    tally.allowed,
    tally.allowedRefused,
    tally.otherStatus,
    tally.unavailable,
  ]);
  const sum = (count: (tally: Tally) => number) =>
    [...tallies.values()].reduce((total, tally) => total + count(tally), 0);
  const [requests, unavailable] = [sum((tally) => tally.requests), sum((tally) => tally.unavailable)];
  const [accepted, refused] = [sum((tally) => tally.lateAccepted), sum((tally) => tally.allowedRefused)];
  const all = [changes, requests, sum((tally) => tally.late), accepted, sum((tally) => tally.allowed), refused];
  print();
  printTable(
    [
      'what is changed',
      'changes',
      'requests',
      'started after a refusal was due',
      'of them accepted',
      'allowed throughout',
      'of them refused',
      'refused with another status',
      '5xx',
    ],
    [...rows, ['all', ...all, sum((tally) => tally.otherStatus), unavailable]],
  );
  print();
  print(
    `${changes} changes, ${requests} requests, ${seconds.toFixed(1)} s, ${Math.round(requests / seconds)} requests a second.`,
  );
  for (const sentence of broken) print(`Broken: ${sentence}`);
  if (unavailable > requests * MAX_UNAVAILABLE) print('Too many requests got no response: the machine is too slow.');
  const held = accepted === 0 && refused === 0 && broken.length === 0 && unavailable <= requests * MAX_UNAVAILABLE;
  print(held ? 'Held: nothing was accepted too late, and nothing allowed was refused.' : 'NOT HELD.');
  return held;
}
