import { setTimeout } from 'node:timers/promises';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { allEnded, processesOn } from '../../test/support/run-process.ts';
import { print, printTable } from '../print.ts';
import { brokenInvariants } from '../records/broken-invariants.ts';
import { readRecords } from '../records/read-records.ts';
import { Connection } from '../run/http.ts';
import { newDataDirectory, type PrivateRun, removeDataDirectory, startPrivateRun } from '../run/private-run.ts';
import { Worker } from './worker.ts';

const WORKERS = 10;
const EARLIEST_MS = 300;
const LATEST_MS = 3_000;

/** Kills the local run at random moments under load and starts it again on the same data. Answers whether all held. */
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
      const killedAfterMs = Math.round(EARLIEST_MS + Math.random() * (LATEST_MS - EARLIEST_MS));
      await killUnderLoad(run, workers, killedAfterMs, dataDirectory);
      const began = performance.now();
      run = await startPrivateRun({ dataDirectory });
      const startedMs = Math.round(performance.now() - began);
      const items = await readRecords(run.dynamoDb, run.tableName);
      const broken = brokenInvariants(items);
      const forgotten = (await Promise.all(workers.map((worker) => worker.forgotten(run)))).flat();
      const demo = await whoami(run, demoKey);
      if (demo !== 200) forgotten.push(`The demo key answers ${demo}.`);
      await forgetCodes(run, items);
      const answered = workers.reduce((sum, worker) => sum + worker.answered, 0);
      rows.push([round, killedAfterMs, answered, startedMs, items.length, broken.length, forgotten.length, demo]);
      sentences.push(...broken, ...forgotten);
    }
    print(`\nkill -9 of the local run under load: ${rounds} rounds, ${WORKERS} partners at work\n`);
    printTable(
      [
        'round',
        'killed after ms',
        'changes answered so far',
        'ready again after ms',
        'records',
        'broken invariants',
        'forgotten answers',
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

async function killUnderLoad(run: PrivateRun, workers: readonly Worker[], afterMs: number, dataDirectory: string) {
  const work = Promise.all(workers.map((worker) => worker.work(run)));
  // Stops waiting if something is wrong before the end has come.
  await Promise.race([setTimeout(afterMs), work]);
  run.run.process.kill('SIGKILL');
  await Promise.all([run.run.ended, work]);
  await allEnded(() => processesOn(dataDirectory));
}

/** The mailbox with the codes is gone, and a pending code would let nobody ask for another one for half a minute. */
async function forgetCodes({ dynamoDb, tableName }: PrivateRun, items: Awaited<ReturnType<typeof readRecords>>) {
  for (const { PK, SK } of items) {
    if (SK?.S !== 'OTP' || PK === undefined) continue;
    await dynamoDb.send(new DeleteItemCommand({ TableName: tableName, Key: { PK, SK } }));
  }
}

async function whoami({ partnerApi }: PrivateRun, key: string): Promise<number> {
  const connection = new Connection();
  const { status } = await connection.call({
    origin: partnerApi,
    path: '/api/v2/whoami',
    headers: { 'x-api-key': key },
  });
  connection.close();
  return status;
}
