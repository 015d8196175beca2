import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dataDirectoryOf } from '../../../local/run/run-settings.ts';
import { findLocalRun } from '../../client/local-run.ts';
import { print } from '../print.ts';
import { newDataDirectory, recordsOf, removeDataDirectory, startPrivateRun, type Target } from '../run/private-run.ts';
import { type FuzzCase, parseCase, printCase } from './cases/fuzz-case.ts';
import { DEFECTS } from './defects/defects.ts';
import { defectProxies } from './defects/start-defect-proxies.ts';
import { type PreparedAttack, prepareAttack } from './prepare-attack.ts';
import { type Finding, runFuzz } from './run-fuzz.ts';

/** The cases of `--bounded`, the same each time. */
const BOUNDED = { seed: 20_261_125, requests: 4000 };
/** Enough to find every deliberate defect. */
const BROKEN_REQUESTS = 1500;
const MAX_SEED = 2 ** 31;

const stop = new AbortController();
// Twice, if npm passes on a signal that the terminal has sent to both.
process.on('SIGINT', () => stop.abort());
// Only an exit ends the run that was started.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

interface Options {
  readonly seed: number;
  readonly requests: number;
  readonly minutes: number | null;
  readonly replay: FuzzCase | null;
  readonly running: boolean;
  readonly broken: boolean;
}

/** `npm run fuzz`: sends hostile requests to a local run, and checks the promises at each response and in the logs. */
async function main(): Promise<boolean> {
  const options = readOptions();
  if (options.running) {
    const run = findLocalRun();
    const { partner_api: partnerApi, hub, mailbox } = run;
    const target = { ...recordsOf(run), partnerApi, hub, mailbox, demo: null };
    return fuzz(target, dataDirectoryOf(process.env), options);
  }
  const dataDirectory = newDataDirectory();
  try {
    const run = await startPrivateRun({ dataDirectory, detached: true });
    try {
      return await fuzz(run, dataDirectory, options);
    } finally {
      await run.stop();
    }
  } finally {
    removeDataDirectory(dataDirectory);
  }
}

async function fuzz(target: Target, dataDirectory: string, options: Options): Promise<boolean> {
  const proxies = options.broken ? defectProxies(Object.values(DEFECTS)) : null;
  if (proxies !== null) print('With deliberate defects between the requests and the run.');
  const prepared = await prepareAttack({
    target,
    dataDirectory,
    ...(proxies !== null && { before: proxies.before }),
  });
  try {
    return options.replay === null ? await attack(prepared, options) : await replay(prepared, options.replay);
  } finally {
    proxies?.close();
  }
}

async function attack(prepared: PreparedAttack, { seed, requests, minutes }: Options): Promise<boolean> {
  print(
    `Seed ${seed}. ${minutes === null && requests === Number.POSITIVE_INFINITY ? 'Ctrl-C ends it.' : ''}`.trimEnd(),
  );
  const timer = minutes === null ? null : setTimeout(() => stop.abort(), minutes * 60_000);
  const began = performance.now();
  const { summary, findings } = await runFuzz(prepared.attack, { seed, requests, stop: stop.signal, progress: print });
  if (timer !== null) clearTimeout(timer);
  const seconds = (performance.now() - began) / 1000;
  const broken = await prepared.brokenRecords();

  print();
  summary.print();
  print(
    `${summary.requests} requests with seed ${seed}, ${seconds.toFixed(1)} s, ${Math.round(summary.requests / seconds)} a second.`,
  );
  for (const sentence of broken) print(`Broken invariant: ${sentence}`);
  for (const finding of findings) printFinding(finding);
  const held = findings.length === 0 && broken.length === 0;
  print(held ? 'Held: nothing was accepted, shown or logged that must not be.' : 'Not held.');
  return held;
}

/** Sends one case, and prints what came back. */
async function replay({ attack: one, brokenRecords }: PreparedAttack, of: FuzzCase): Promise<boolean> {
  const { exchange, violations } = await one.send(of);
  print(JSON.stringify(exchange.received));
  const all = [...violations, ...(await one.check()), ...(await brokenRecords())];
  for (const violation of all) print(`Problem: ${violation}`);
  print(all.length === 0 ? 'Held.' : 'Not held.');
  return all.length === 0;
}

function printFinding({ violations, smallest, batchSeed }: Finding): void {
  for (const violation of violations) print(`Problem: ${violation}`);
  if (smallest === null) print(`No case of the batch with seed ${batchSeed} shows it alone.`);
  else print(`  npm run fuzz -- --replay '${printCase(smallest).replaceAll("'", '\\u0027')}'`);
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string' },
      requests: { type: 'string' },
      replay: { type: 'string' },
      bounded: { type: 'boolean', default: false },
      running: { type: 'boolean', default: false },
      break: { type: 'boolean', default: false },
    },
  });
  const { seed, minutes, requests, replay: replayed, bounded, running, break: broken } = values;
  return {
    seed: numberOf('seed', seed) ?? (bounded ? BOUNDED.seed : Math.floor(Math.random() * MAX_SEED)),
    requests:
      numberOf('requests', requests) ??
      (bounded ? BOUNDED.requests : broken ? BROKEN_REQUESTS : Number.POSITIVE_INFINITY),
    minutes: numberOf('minutes', minutes),
    replay:
      replayed === undefined ? null : parseCase(replayed.startsWith('{') ? replayed : readFileSync(replayed, 'utf8')),
    running,
    broken,
  };
}

function numberOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new Error(`--${option} takes a number.`);
  return Number(text);
}

process.exitCode = (await main()) ? 0 : 1;
