import { print, printTable } from '../print.ts';
import { KINDS } from './kinds.ts';
import { SERVICES } from './proxies.ts';
import type { CaseResult } from './run-case.ts';

/** Prints a table of responses by flow and fault for each service. Returns whether everything held. */
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
  const problems = results.flatMap(({ service, kind, flow, from, response, problems: sentences }) =>
    sentences.map(
      (sentence) =>
        `${service} ${kind} from call ${from}, ${flow.name}, responded with ${response ?? 'no fault met'}: ${sentence}`,
    ),
  );
  const count = (test: (result: CaseResult) => boolean) => results.filter(test).length;
  print(
    '\nNumbers in brackets: cases with that response. *: carried out although refused, because its response was lost. °: a send slot or attempt stays taken until its window is over.',
  );
  print(
    `${results.length} cases, ${count(({ response }) => response === null)} of them without meeting the fault; ${count(({ letThrough }) => letThrough)} let through; ${count(({ carriedOut }) => carriedOut)} carried out although refused; ${count(({ slotTaken }) => slotTaken)} left a send slot or attempt taken; ${count(({ problems: some }) => some.length > 0)} with problems.`,
  );
  for (const { service, kind, flow, from, response } of results) {
    if (response === null) print(`Not met: ${service} ${kind} from call ${from}, ${flow.name}`);
  }
  for (const problem of problems) print(`Problem: ${problem}`);
  return problems.length === 0;
}

function cell(results: readonly CaseResult[]): string {
  if (results.length === 0) return '';
  const texts = results.map(
    ({ response, carriedOut, slotTaken, problems }) =>
      `${response?.split(' ')[0] ?? '-'}${carriedOut ? '*' : ''}${slotTaken ? '°' : ''}${problems.length > 0 ? '!' : ''}`,
  );
  return [...new Set(texts)].map((text) => `${text} (${texts.filter((other) => other === text).length})`).join(', ');
}
