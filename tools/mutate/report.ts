import { type Equivalent, isOf } from './equivalents.ts';
import { LAYERS, layerOf, type Mutant } from './mutants.ts';

export type Verdict = 'killed' | 'timed out' | 'survived' | 'no test';

export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

export interface Report {
  /** Of the mutants that are not equivalent. 100 if there are none. */
  readonly percentKilled: number;
  readonly lines: readonly string[];
}

/** Returns how many mutants were killed by layer, and each survivor; those known to be equivalent do not count. */
export function report(judged: readonly Judged[], all: readonly Mutant[], known: readonly Equivalent[]): Report {
  const reasonOf = ({ mutant }: Judged) => known.find((equivalent) => isOf(equivalent, mutant))?.reason;
  const alive = judged.filter(({ verdict }) => verdict === 'survived' || verdict === 'no test');
  const equivalent = alive.filter((each) => reasonOf(each) !== undefined);
  const survivors = alive.filter((each) => !equivalent.includes(each));
  const counted = judged.filter((each) => !equivalent.includes(each));
  const outdated = known.filter((each) => !all.some((mutant) => isOf(each, mutant)));
  const wrong = judged.filter((each) => reasonOf(each) !== undefined && !alive.includes(each));
  return {
    percentKilled: percentOf(counted),
    lines: [
      ...section('Survivors', survivors.map(survivorLine)),
      ...section(
        'Equivalent, so not counted',
        equivalent.map((each) => `${lineOf(each.mutant)}\n    ${reasonOf(each)}`),
      ),
      ...section(
        'Listed as equivalent, but killed',
        wrong.map(({ mutant }) => lineOf(mutant)),
      ),
      ...section(
        'Listed as equivalent, but no longer in the code',
        outdated.map(
          ({ file, inside, mutator, before, after }) => `${file} ${inside} ${mutator}: ${before} -> ${after}`,
        ),
      ),
      '',
      row('layer', ['killed', 'timed out', 'survived', 'no test', 'percent']),
      ...LAYERS.map((layer) =>
        counts(
          layer,
          counted.filter(({ mutant }) => layerOf(mutant) === layer),
        ),
      ),
      counts('all', counted),
    ],
  };
}

/** `path:line mutator: before -> after`, which `--survivors` reads. */
export function lineOf({ path, line, mutator, before, after }: Mutant): string {
  return `${path}:${line} ${mutator}: ${before} -> ${after}`;
}

function survivorLine({ mutant, verdict }: Judged): string {
  return `${lineOf(mutant)}${verdict === 'no test' ? NO_TEST : ''}`;
}

const NO_TEST = '  [no test runs it]';

/** Returns the mutants that a survivors' file names, wherever they stand now. */
export function namedIn(text: string, mutants: readonly Mutant[]): Mutant[] {
  const named = new Set(text.split('\n').map((line) => withoutPlace(line.trim().replace(NO_TEST, ''))));
  return mutants.filter((mutant) => named.has(withoutPlace(lineOf(mutant))));
}

/** Folder and line change as code moves. */
function withoutPlace(line: string): string {
  return line.replace(/^\S*?([^/\s]+\.ts):\d+ /, '$1 ');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title} (${lines.length}):`, ...lines];
}

function counts(name: string, judged: readonly Judged[]): string {
  const count = (verdict: Verdict) => String(judged.filter((each) => each.verdict === verdict).length);
  const percent = judged.length === 0 ? '-' : percentOf(judged).toFixed(1);
  return row(name, [count('killed'), count('timed out'), count('survived'), count('no test'), percent]);
}

function percentOf(judged: readonly Judged[]): number {
  const killed = judged.filter(({ verdict }) => verdict === 'killed' || verdict === 'timed out');
  return judged.length === 0 ? 100 : (100 * killed.length) / judged.length;
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(11)).join('');
}
