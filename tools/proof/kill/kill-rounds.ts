import { setTimeout } from 'node:timers/promises';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { allEnded, processesOn } from '../../client/run-process.ts';
import { print, printTable } from '../print.ts';
import { brokenInvariants } from '../records/broken-invariants.ts';
import { readRecords } from '../records/read-records.ts';
import { Connection, patiently } from '../run/connection.ts';
import { newDataDirectory, type PrivateRun, removeDataDirectory, startPrivateRun } from '../run/private-run.ts';
import { Worker } from './worker.ts';

const WORKERS = 10;
/** Number of changes completed in a round before the kill, which may also fall between two of them. */
const MIN_CHANGES = 5;
const MAX_CHANGES = 60;
const POLL_MS = 5;
const LIMIT_MS = 30_000;

/** Kills the local run at random moments under load and starts it again on the same data. Returns whether everything held. */
export async function killRounds(rounds: number): Promise<boolean> {
  const dataDirectory = newDataDirectory();
  let run = await startPrivateRun({ dataDirectory });
  try {
    const demoKey = run.demo?.api_key ?? '';
    const workers: Worker[] = [];
    while (workers.length < WORKERS) workers.push(await Worker.create(run));
    await Promise.all(workers.map((worker) => worker.signIn(run)));
    const rows: (string | number)[][] = [];
    const sentences: string[] = [];
    for (let round = 1; round <= rounds; round++) {
      const changes = await killUnderLoad(run, workers, dataDirectory);
      const began = performance.now();
      run = await startPrivateRun({ dataDirectory });
      const startedMs = Math.round(performance.now() - began);
      const items = await readRecords(run.dynamoDb, run.tableName);
      const broken = brokenInvariants(items);
      const forgotten = (await Promise.all(workers.map((worker) => worker.forgotten(run)))).flat();
      const demo = await whoami(run, demoKey);
      if (demo !== 200) forgotten.push(`The demo key gets ${demo}.`);
      await forgetCodes(run, items);
      rows.push([round, changes, startedMs, items.length, broken.length, forgotten.length, demo]);
      sentences.push(...broken, ...forgotten);
    }
    print(`\nkill -9 of the local run under load, ${WORKERS} partners at work\n`);
    printTable(
      [
        'round',
        'changes completed',
        'ready again after ms',
        'records',
        'broken invariants',
        'forgotten changes',
        'demo key',
      ],
      rows,
    );
    for (const sentence of sentences) print(`Problem: ${sentence}`);
    return sentences.length === 0;
  } finally {
    await run.stop();
    removeDataDirectory(dataDirectory);
  }
}

async function killUnderLoad(run: PrivateRun, workers: readonly Worker[], dataDirectory: string): Promise<number> {
  const completed = () => workers.reduce((sum, worker) => sum + worker.completed, 0);
  const before = completed();
  const wanted = before + MIN_CHANGES + Math.floor(Math.random() * (MAX_CHANGES - MIN_CHANGES));
  const limit = performance.now() + LIMIT_MS;
  let working = true;
  const work = Promise.all(workers.map((worker) => worker.work(run))).finally(() => {
    working = false;
  });
  while (working && completed() < wanted && performance.now() < limit) await setTimeout(POLL_MS);
  run.run.process.kill('SIGKILL');
  await Promise.all([run.run.ended, work]);
  await allEnded(() => processesOn(dataDirectory));
  return completed() - before;
}

/** Removes pending codes: the mailbox is gone, and no other code is sent for half a minute. */
async function forgetCodes({ dynamoDb, tableName }: PrivateRun, items: Awaited<ReturnType<typeof readRecords>>) {
  for (const { PK, SK } of items) {
    if (SK?.S !== 'OTP' || PK === undefined) continue;
    await dynamoDb.send(new DeleteItemCommand({ TableName: tableName, Key: { PK, SK } }));
  }
}

async function whoami({ partnerApi }: PrivateRun, key: string): Promise<number> {
  const connection = new Connection();
  const { status } = await patiently(() =>
    connection.call({ url: `${partnerApi}/api/v2/whoami`, headers: { 'x-api-key': key } }),
  );
  connection.close();
  return status;
}
