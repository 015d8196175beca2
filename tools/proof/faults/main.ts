import { parseArgs } from 'node:util';
import { NODE } from '../../client/run-process.ts';
import { killRounds } from '../kill/kill-rounds.ts';
import { print } from '../print.ts';
import { newDataDirectory, type PrivateRun, removeDataDirectory, startPrivateRun } from '../run/private-run.ts';
import { coldCases } from './cold-cases.ts';
import { startFailOpenProxy, withoutAuditEvents } from './defects.ts';
import { KINDS, MEANING } from './kinds.ts';
import { type Proxies, startProxies } from './proxies.ts';
import { report } from './report.ts';
import { type CaseResult, type FaultCase, runCase } from './run-case.ts';
import { warmCases } from './warm-cases.ts';
import { World } from './world.ts';

const KILLS = 8;
const BOUNDED_KILLS = 1;
/** ID tokens expire after fifteen minutes. */
const RENEW_AFTER_MS = 5 * 60_000;

/** `npm run faults`: every service that the functions depend on fails in turn, at every step of every flow. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { bounded: { type: 'boolean', default: false }, break: { type: 'boolean', default: false } },
  });
  const { bounded, break: broken } = values;
  for (const kind of KINDS) print(`${kind}: ${MEANING[kind]}`);
  const held = await faults(bounded, broken);
  return (broken || (await killRounds(bounded ? BOUNDED_KILLS : KILLS))) && held;
}

async function faults(bounded: boolean, broken: boolean): Promise<boolean> {
  const proxies = await startProxies(broken ? { dynamodb: withoutAuditEvents } : {});
  const dataDirectory = newDataDirectory();
  const start = () =>
    startPrivateRun({
      dataDirectory,
      command: [NODE, 'tools/proof/faults/run-between.ts'],
      environment: { PROOF_CONTROL: proxies.control },
    });
  let run = await start();
  const results: CaseResult[] = [];
  try {
    if (broken) return await showThatItFails(run, proxies);
    const world = await World.create(run);
    const began = performance.now();
    results.push(...(await runAll(await warmCases(world, proxies, bounded), world, proxies)));
    print(`${results.length} cases with functions already running, in ${seconds(began)} s.`);
    for (const kind of bounded ? (['reset'] as const) : KINDS) {
      await run.stop();
      run = await start();
      await world.renew(run);
      results.push(...(await runAll(coldCases(kind, bounded), world, proxies)));
    }
    world.close();
    print(`${results.length} cases in all, in ${seconds(began)} s.`);
    return report(results);
  } finally {
    await run.stop();
    await proxies.close();
    removeDataDirectory(dataDirectory);
  }
}

async function runAll(cases: readonly FaultCase[], world: World, proxies: Proxies): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const known = new Set<string>();
  let renewedAt = performance.now();
  for (const [index, one] of cases.entries()) {
    const before = cases[index - 1]?.service;
    if (before !== undefined && before !== one.service) await proxies.of(before).disarm();
    if (performance.now() - renewedAt > RENEW_AFTER_MS) {
      await world.renew();
      renewedAt = performance.now();
    }
    results.push(await runCase(one, world, proxies, known));
  }
  return results;
}

/** Runs the proof with a gateway that fails open, and transactions that lose their audit events. */
async function showThatItFails(run: PrivateRun, proxies: Proxies): Promise<boolean> {
  print('With two deliberate defects: failed checks are let through, and transactions lose their audit events.');
  const front = await startFailOpenProxy(run.partnerApi);
  try {
    const world = await World.create({ ...run, partnerApi: front.origin });
    const all = await warmCases(world, proxies, true);
    const some = all.filter(({ service, kind }) => service === 'dynamodb' && (kind === 'reset' || kind === 'lost'));
    const results = await runAll(some, world, proxies);
    world.close();
    return report(results);
  } finally {
    front.close();
  }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

process.exitCode = (await main()) ? 0 : 1;
