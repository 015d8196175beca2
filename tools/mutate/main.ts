import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readEquivalents } from './equivalents.ts';
import { Judge } from './judge.ts';
import { allMutants, type Mutant } from './mutants.ts';
import { type Judged, lineOf, namedIn, report } from './report.ts';
import { sampleOf } from './sample.ts';

/** The share of mutants that the fast tests have to kill. */
const GOAL_PERCENT = 85;

/** `npm run mutate`: changes the code in small ways, one at a time, and shows which of them no fast test notices. */
async function main(): Promise<boolean> {
  const all = allMutants();
  const mutants = chosenOf(all);
  const judge = new Judge();
  const stop = () => {
    judge.close();
    process.exit(130);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const judged: Judged[] = [];
  try {
    await judge.measure((done, total) => {
      if (done % 20 === 0 || done === total) print(`Unchanged code: ${done} of ${total} test files passed.`);
    });
    await judge.judge(mutants, (each) => {
      judged.push(each);
      print(`${String(judged.length).padStart(4)}/${mutants.length} ${each.verdict.padEnd(9)} ${lineOf(each.mutant)}`);
    });
  } finally {
    judge.close();
  }
  const { lines, percentKilled } = report(inOrder(judged, mutants), all, readEquivalents());
  for (const line of lines) print(line);
  return percentKilled >= GOAL_PERCENT;
}

function chosenOf(all: readonly Mutant[]): Mutant[] {
  const { values } = parseArgs({
    options: {
      sample: { type: 'string', default: '400' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      file: { type: 'string', default: '' },
      survivors: { type: 'string' },
    },
  });
  const pattern = new RegExp(values.file);
  const within = all.filter(({ path }) => pattern.test(path));
  if (values.survivors !== undefined) {
    const named = namedIn(readFileSync(values.survivors, 'utf8'), within);
    print(`${named.length} mutants named in ${values.survivors}.`);
    return named;
  }
  const [size, seed] = [wholeNumber('sample', values.sample), wholeNumber('seed', values.seed)];
  const sample = sampleOf(within, size, seed);
  print(`${sample.length} of ${within.length} mutants, seed ${seed}.`);
  return sample;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${option} takes a whole number.`);
  return Number(text);
}

/** Workers finish in any order; a report of the same sample reads the same. */
function inOrder(judged: readonly Judged[], mutants: readonly Mutant[]): Judged[] {
  return judged.toSorted((one, other) => mutants.indexOf(one.mutant) - mutants.indexOf(other.mutant));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await main()) ? 0 : 1;
