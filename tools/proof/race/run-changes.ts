import type { Change, Scenario } from './change.ts';
import type { Load } from './load.ts';

/** Scenarios under way at once. Each takes a share of the 50 connections. */
const LANES = 4;
/** Number of requests with a certain outcome before each change, so that the credential is in use, and after its response. */
const BEFORE = 3;
const AFTER = 4;

/** Makes all changes under load. Rejects if one gets the wrong response. */
export async function runChanges(scenarios: readonly Scenario[], load: Load, changed: () => void): Promise<void> {
  const waiting = [...scenarios];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { changes, beside } = next;
      for (const subject of beside) load.beside.add(subject);
      for (const change of changes) {
        await makeChange(change, load);
        changed();
      }
      for (const subject of beside) load.beside.delete(subject);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function makeChange({ to, of, prepare, make }: Change, { hot }: Load): Promise<void> {
  await prepare?.();
  for (const subject of of) hot.add(subject);
  await Promise.all(of.map((subject) => subject.decided(BEFORE)));
  const completions = of.map(({ timeline }) => timeline.begin(to, performance.now()));
  await make();
  const at = performance.now();
  for (const complete of completions) complete(at);
  for (const subject of of) subject.countChange();
  await Promise.all(of.map((subject) => subject.decided(AFTER)));
  for (const subject of of) hot.delete(subject);
}
