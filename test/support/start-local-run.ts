import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunProcess, startRun } from '../../tools/client/run-process.ts';

/** What the end of the tests needs to stop the run again. */
export interface SharedRun {
  readonly run: RunProcess;
  readonly dataDirectory: string;
}

declare global {
  var sharedLocalRun: SharedRun | undefined;
}

/** Starts one local run, on free ports and empty data, that all tests of all suites share: whichever suite begins first starts it. */
export default async function startSharedRun(): Promise<void> {
  if (globalThis.sharedLocalRun !== undefined) return;
  const dataDirectory = mkdtempSync(join(tmpdir(), 'local-run-'));
  const run = startRun({ dataDirectory });
  globalThis.sharedLocalRun = { run, dataDirectory };
  const { demo, ...origins } = await run.ready.catch(async (error: unknown) => {
    // Jest calls no teardown after a failed setup.
    await run.ended;
    rmSync(dataDirectory, { recursive: true, force: true });
    throw error;
  });
  if (demo === null) throw new Error('The local run printed no demo line although its data directory was empty.');
  process.env.LOCAL_RUN = JSON.stringify({ ...origins, demo, dataDirectory });
}
