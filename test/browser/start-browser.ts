import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE, PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';
import startSharedRun from '../support/start-local-run.ts';

declare global {
  var sharedBrowser: ChildProcess | undefined;
}

const CACHE = join(PROJECT_DIRECTORY, 'node_modules', '.cache');
const SERVER = join(import.meta.dirname, 'browser-server.ts');

/** One local run, which all tests of the suite share, and a Chromium for each worker. */
export default async function startBrowser(): Promise<void> {
  const [address] = await Promise.all([launch(await unpackOnce()), startSharedRun()]);
  process.env.BROWSERS = address;
}

async function launch(directory: string): Promise<string> {
  const child = spawn(NODE, [SERVER], { env: environment(directory), stdio: ['pipe', 'pipe', 'inherit'] });
  globalThis.sharedBrowser = child;
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => {
      throw new Error('The process that starts Chromium has ended.');
    }),
  ]);
  return line;
}

/** Unpacks the browser aside and moves it into place, so that nobody ever finds half of it. */
async function unpackOnce(): Promise<string> {
  const { version } = JSON.parse(
    readFileSync(join(PROJECT_DIRECTORY, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8'),
  );
  const directory = join(CACHE, `chromium-${version}`);
  if (existsSync(directory) || process.env.CHROMIUM_PATH !== undefined) return directory;
  mkdirSync(CACHE, { recursive: true });
  const temporary = mkdtempSync(join(CACHE, 'new-chromium-'));
  try {
    const child = spawn(NODE, [SERVER, 'unpack'], {
      env: environment(temporary),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [status] = await once(child, 'exit');
    if (status !== 0) throw new Error('Chromium could not be unpacked.');
    if (!existsSync(directory)) renameSync(temporary, directory);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return directory;
}

/** The package unpacks its own libraries where it believes to be in AWS Lambda. */
function environment(directory: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    ...(process.env.CHROMIUM_PATH === undefined && { TMPDIR: directory }),
  };
}
