import { parseArgs } from 'node:util';
import { findLocalRun } from '../../client/local-run.ts';
import { readHubConfig } from '../../client/sign-in.ts';
import { print } from '../print.ts';
import { brokenInvariants } from '../records/broken-invariants.ts';
import { readRecords } from '../records/read-records.ts';
import { newDataDirectory, recordsOf, removeDataDirectory, startPrivateRun, type Target } from '../run/private-run.ts';
import { startCachingProxy } from './caching-proxy.ts';
import type { Scenario } from './change.ts';
import { startLoad } from './load.ts';
import { report } from './report.ts';
import { runChanges } from './run-changes.ts';
import { Scenarios } from './scenarios.ts';
import { newTallies } from './subject.ts';
import { UserScenarios } from './user-scenarios.ts';

/** Number of partners of each kind, and of changes for each partner: 1,024 changes in all, and 60 if bounded. */
const FULL = {
  deleted: [8, 30],
  revoked: [6, 36],
  disabled: [2, 32],
  suspended: [8, 12],
  switched: [8, 12],
  restricted: [4, 8],
  removed: [2, 14],
  signedOut: [2, 14],
} as const;
const BOUNDED = {
  deleted: [2, 6],
  revoked: [1, 12],
  disabled: [1, 6],
  suspended: [2, 3],
  switched: [2, 2],
  restricted: [1, 2],
  removed: [1, 3],
  signedOut: [1, 3],
} as const;

interface Options {
  readonly bounded: boolean;
  readonly cacheMs: number | null;
  readonly hub: string | null;
}

/** `npm run race`: makes changes under load, and checks that no request started after a change's response gets through. */
async function main(): Promise<boolean> {
  const options = readOptions();
  if (options.hub !== null) return race(await runningTarget(options.hub), options);
  const dataDirectory = newDataDirectory();
  const run = await startPrivateRun({ dataDirectory });
  try {
    return await race(run, options);
  } finally {
    await run.stop();
    removeDataDirectory(dataDirectory);
  }
}

async function race(target: Target, { bounded, cacheMs }: Options): Promise<boolean> {
  const proxies =
    cacheMs === null
      ? []
      : await Promise.all([startCachingProxy(target.partnerApi, cacheMs), startCachingProxy(target.hub, cacheMs)]);
  if (cacheMs !== null) print(`A deliberate cache repeats the authorizers' responses for ${cacheMs} ms.`);
  const tallies = newTallies();
  const [partnerApi, hub] = [proxies[0]?.origin ?? target.partnerApi, proxies[1]?.origin ?? target.hub];
  const scenarios = new Scenarios({ target, partnerApi, hub, tallies });
  const users = new UserScenarios({ target, partnerApi, hub, tallies });
  const all = await prepare(scenarios, users, bounded ? BOUNDED : FULL);
  const total = all.reduce((sum, { changes }) => sum + changes.length, 0);
  print(`${total} changes under 50 connections.`);

  const began = performance.now();
  const load = startLoad(await scenarios.bystanders());
  let made = 0;
  await runChanges(all, load, () => {
    made += 1;
    if (made % 100 === 0) print(`${made} changes made.`);
  });
  await users.settled();
  await load.stop();
  const seconds = (performance.now() - began) / 1000;
  scenarios.close();
  for (const proxy of proxies) proxy.close();

  const broken = brokenInvariants(await readRecords(target.dynamoDb, target.tableName));
  return report(tallies, { changes: made, seconds, broken });
}

/** Takes the kinds in turn, so that different changes meet. */
async function prepare(
  scenarios: Scenarios,
  users: UserScenarios,
  plan: typeof FULL | typeof BOUNDED,
): Promise<Scenario[]> {
  const makers: [number, () => Promise<Scenario>][] = [
    [plan.deleted[0], () => scenarios.deletedKeys(plan.deleted[1])],
    [plan.suspended[0], () => scenarios.suspensions(plan.suspended[1])],
    [plan.switched[0], () => scenarios.legacySwitches(plan.switched[1])],
    [plan.revoked[0], () => scenarios.revokedKeys(plan.revoked[1])],
    [plan.disabled[0], () => scenarios.disabledKeys(plan.disabled[1])],
    [plan.restricted[0], () => scenarios.restrictedPartners(plan.restricted[1])],
    [plan.removed[0], () => users.removedUsers(plan.removed[1])],
    [plan.signedOut[0], () => users.signedOutUsers(plan.signedOut[1])],
  ];
  const rounds = Array.from({ length: Math.max(...makers.map(([count]) => count)) }, (_, round) => round);
  return Promise.all(rounds.flatMap((round) => makers.flatMap(([count, make]) => (round < count ? [make()] : []))));
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: { bounded: { type: 'boolean' }, cache: { type: 'string' }, hub: { type: 'string' } },
  });
  const cacheMs = values.cache === undefined ? null : Number(values.cache);
  if (cacheMs !== null && !(cacheMs > 0)) throw new Error('--cache takes a number of milliseconds.');
  return { bounded: values.bounded ?? false, cacheMs, hub: values.hub ?? null };
}

/** Finds a run started elsewhere, whose records are in `LOCAL_DATA_DIR`. */
async function runningTarget(hub: string): Promise<Target> {
  const { partner_api } = await readHubConfig(hub);
  const run = findLocalRun();
  return {
    ...recordsOf(run),
    partnerApi: new URL(partner_api).origin,
    hub,
    mailbox: run.mailbox,
    demo: null,
  };
}

process.exitCode = (await main()) ? 0 : 1;
