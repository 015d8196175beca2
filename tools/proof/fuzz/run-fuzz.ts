import fc from 'fast-check';
import type { Attack } from './attack.ts';
import { allCases } from './cases/all-cases.ts';
import type { FuzzCase } from './cases/fuzz-case.ts';
import { simplerCases } from './cases/simplify.ts';
import { UNAVAILABLE } from './judge/judge.ts';
import { Summary } from './summary.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** Stops after the first batch that reaches it. */
  readonly requests: number;
  readonly stop: AbortSignal;
  /** Receives a line now and then. */
  readonly progress?: (line: string) => void;
}

export interface Finding {
  readonly violations: readonly string[];
  /** As small as it could be made; null if no single case shows the violation again. */
  readonly smallest: FuzzCase | null;
  /** Of the batch, if there is no smallest case. */
  readonly batchSeed: number;
}

export interface FuzzResult {
  readonly summary: Summary;
  readonly findings: readonly Finding[];
}

const BATCH = 400;
const PROGRESS = 5000;
/** More than this share of late checks is no busy machine. */
const MAX_LATE = 0.01;
const CONNECTIONS = 12;
const MAX_FINDINGS = 10;
const SHRINK_LIMIT_MS = 30_000;
/** ID tokens expire after fifteen minutes. */
const RENEW_AFTER_MS = 8 * 60_000;

/**
 * Sends cases until it has to stop. The seed decides the cases: the same seed means the same ones in the same order, but not
 * which of them meet, because several connections are open at a time.
 */
export async function runFuzz(
  attack: Attack,
  { seed, requests, stop, progress = () => {} }: FuzzOptions,
): Promise<FuzzResult> {
  const summary = new Summary();
  const findings: Finding[] = [];
  const known = new Set<string>();
  let renewedAt = performance.now();
  let reported = 0;
  for (let batch = 0; summary.requests < requests && !stop.aborted && findings.length < MAX_FINDINGS; batch++) {
    if (performance.now() - renewedAt > RENEW_AFTER_MS) {
      await attack.renew();
      renewedAt = performance.now();
    }
    const batchSeed = (seed + batch) | 0;
    const cases = fc.sample(allCases, { seed: batchSeed, numRuns: BATCH });
    const suspects = await sendAll(attack, cases, summary, stop);
    const inLogs = await attack.check();
    // A log does not say which case it was, so each has to show it again.
    if (inLogs.some((violation) => !known.has(kindOf(violation)))) {
      for (const violation of inLogs) known.add(kindOf(violation));
      findings.push(await findCulprit(attack, batchSeed, cases, inLogs));
    }
    for (const [index, violations] of suspects) {
      if (violations.every((violation) => known.has(kindOf(violation))) || findings.length >= MAX_FINDINGS) continue;
      const smallest = stop.aborted
        ? (cases[index] ?? null)
        : await shrink(attack, batchSeed, index, violations, false);
      if (smallest === null && violations.every((violation) => violation === UNAVAILABLE)) {
        summary.late += 1;
        continue;
      }
      for (const violation of violations) known.add(kindOf(violation));
      findings.push({ violations, smallest, batchSeed });
    }
    if (summary.requests >= PROGRESS * (reported + 1)) {
      reported = Math.floor(summary.requests / PROGRESS);
      progress(`${summary.requests} requests.`);
    }
  }
  if (summary.late > MAX_LATE * summary.requests) {
    findings.push({ violations: [`${summary.late} checks were not done in time.`], smallest: null, batchSeed: seed });
  }
  return { summary, findings };
}

/** Returns the violation without the name of a credential or partner, so that each kind is shown once. */
function kindOf(violation: string): string {
  return violation.replace(/ [\w-]+\.[\w.-]+(?= in it)/, '');
}

/** Returns the violations by the index of the case. */
async function sendAll(attack: Attack, cases: readonly FuzzCase[], summary: Summary, stop: AbortSignal) {
  const violationsOf = new Map<number, readonly string[]>();
  let next = 0;
  const connection = async () => {
    while (next < cases.length && !stop.aborted) {
      const index = next;
      next += 1;
      const of = cases[index];
      if (of === undefined) return;
      await attack.renewIfEnded();
      const { exchange, violations } = await attack.send(of);
      summary.add(of.kind, of.messages.length, exchange);
      if (violations.length > 0) violationsOf.set(index, violations);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return violationsOf;
}

/** Sends the cases of a batch again, one by one, until the logs show the violation, and makes that one small. */
async function findCulprit(
  attack: Attack,
  batchSeed: number,
  cases: readonly FuzzCase[],
  violations: readonly string[],
): Promise<Finding> {
  for (const [index, of] of cases.entries()) {
    await attack.send(of);
    const again = await attack.check();
    if (again.some((violation) => violations.includes(violation))) {
      return { violations, smallest: await shrink(attack, batchSeed, index, violations, true), batchSeed };
    }
  }
  return { violations, smallest: null, batchSeed };
}

/**
 * Returns the smallest case found that shows one of the violations when nothing else is sent, or null if the case itself does not.
 * @param withCheck - whether the logs and the honest call show it, and not the responses
 */
async function shrink(
  attack: Attack,
  batchSeed: number,
  index: number,
  wanted: readonly string[],
  withCheck: boolean,
): Promise<FuzzCase | null> {
  const holds = async (of: FuzzCase) => {
    const { violations } = await attack.send(of);
    const all = withCheck ? [...violations, ...(await attack.check())] : violations;
    return !all.some((violation) => wanted.includes(violation));
  };
  // The path makes fast-check begin with that case of the batch.
  const { counterexample } = await fc.check(fc.asyncProperty(allCases, holds), {
    seed: batchSeed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_LIMIT_MS,
    markInterruptAsFailure: true,
  });
  return counterexample === null ? null : simplify(counterexample[0], holds);
}

/** fast-check makes smaller what it has chosen; this drops what does not matter, whatever it was made of. */
async function simplify(of: FuzzCase, holds: (simpler: FuzzCase) => Promise<boolean>): Promise<FuzzCase> {
  const limit = performance.now() + SHRINK_LIMIT_MS;
  for (const simpler of simplerCases(of)) {
    if (performance.now() > limit) return of;
    if (!(await holds(simpler))) return simplify(simpler, holds);
  }
  return of;
}
