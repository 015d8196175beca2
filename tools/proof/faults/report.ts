import { print, printTable } from '../print.ts';
import { KINDS } from './kinds.ts';
import { SERVICES } from './proxies.ts';
import type { CaseResult } from './run-case.ts';

/** One table for each service: what was answered, by flow and fault. Answers whether everything held. */
export function report(results: readonly CaseResult[]): boolean {
  for (const service of SERVICES) {
    const own = results.filter((result) => result.service === service);
    if (own.length === 0) continue;
    const flows = [...new Set(own.map(({ flow }) => flow.name))];
    print(`\n${service}: ${own.length} cases\n`);
    printTable(
      ['flow', ...KINDS],
      flows.map((name) => [
        name,
        ...KINDS.map((kind) => cell(own.filter(({ flow, kind: other }) => flow.name === name && other === kind))),
      ]),
    );
  }
  const problems = results.flatMap(({ service, kind, flow, from, answer, problems: sentences }) =>
    sentences.map(
      (sentence) =>
        `${service} ${kind} from call ${from}, ${flow.name}, answered ${answer ?? 'before it'}: ${sentence}`,
    ),
  );
  const count = (test: (result: CaseResult) => boolean) => results.filter(test).length;
  print(
    '\nNumbers in brackets: cases with that answer. *: carried out although it was refused, its answer being lost. °: a place or try stays taken until its window is over.',
  );
  print(
    `${results.length} cases, ${count(({ answer }) => answer === null)} of them without meeting their fault; ${count(({ letThrough }) => letThrough)} let through; ${count(({ doneThoughRefused }) => doneThoughRefused)} carried out although refused; ${count(({ keptPlace }) => keptPlace)} left a place taken; ${count(({ problems: some }) => some.length > 0)} with problems.`,
  );
  for (const { service, kind, flow, from, answer } of results) {
    if (answer === null) print(`Not met: ${service} ${kind} from call ${from}, ${flow.name}`);
  }
  for (const problem of problems) print(`Problem: ${problem}`);
  return problems.length === 0;
}

function cell(results: readonly CaseResult[]): string {
  if (results.length === 0) return '';
  const texts = results.map(
    ({ answer, doneThoughRefused, keptPlace, problems }) =>
      `${answer?.split(' ')[0] ?? '-'}${doneThoughRefused ? '*' : ''}${keptPlace ? '°' : ''}${problems.length > 0 ? '!' : ''}`,
  );
  return [...new Set(texts)].map((text) => `${text} (${texts.filter((other) => other === text).length})`).join(', ');
}
