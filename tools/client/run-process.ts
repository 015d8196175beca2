import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';

export const PROJECT_DIRECTORY = resolve(import.meta.dirname, '..', '..');
export const NODE = join(PROJECT_DIRECTORY, 'node_modules', '.bin', 'node');

const START_LIMIT_MS = 90_000;
const END_LIMIT_MS = 30_000;

export interface DemoData {
  readonly partner_id: string;
  readonly email: string;
  readonly password: string;
  readonly api_key: string;
  readonly legacy_token: string;
}

export interface RunStart {
  /** Origin of the Partner API. */
  readonly origin: string;
  readonly hub: string;
  readonly mailbox: string;
  /** null if the data directory already held the demo data. */
  readonly demo: DemoData | null;
}

export interface RunEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export interface RunOptions {
  readonly dataDirectory: string;
  readonly arguments?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Starts the run. @default the product's own start file */
  readonly command?: readonly [string, ...string[]];
  /** Leaves Ctrl-C in the terminal to the caller, who then ends the run. @default false */
  readonly detached?: boolean;
}

export interface RunProcess {
  readonly process: ChildProcess;
  /** Resolves at the line `ready {…}`; rejects, with all output, if the run ends or hangs before. */
  readonly ready: Promise<RunStart>;
  readonly ended: Promise<RunEnd>;
}

/** Starts a local run on free ports. The caller ends it. */
export function startRun(options: RunOptions): RunProcess {
  const [program, ...before] = options.command ?? [NODE, 'local/main.ts'];
  const child = spawn(program, [...before, ...(options.arguments ?? [])], {
    cwd: PROJECT_DIRECTORY,
    env: {
      ...process.env,
      PARTNER_API_PORT: '0',
      HUB_PORT: '0',
      MAILBOX_PORT: '0',
      LOCAL_DATA_DIR: options.dataDirectory,
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.detached ?? false,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output }));
  const ready = new Promise<RunStart>((fulfil, reject) => {
    const fail = (what: string) =>
      reject(new Error(`The local run ${what} before it was ready. Its output:\n${output}`));
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`took more than ${START_LIMIT_MS / 1000} s`);
    }, START_LIMIT_MS);
    let demo: DemoData | null = null;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('demo {')) demo = JSON.parse(line.slice('demo '.length));
      if (!line.startsWith('ready {')) return;
      clearTimeout(limit);
      const { partner_api: origin, hub, mailbox } = JSON.parse(line.slice('ready '.length));
      fulfil({ origin, hub, mailbox, demo });
    });
    ended.then(
      ({ code, signal }) => {
        clearTimeout(limit);
        fail(`ended (${signal ?? `status ${code}`})`);
      },
      (error: unknown) => {
        clearTimeout(limit);
        reject(error);
      },
    );
  });
  // A caller that does not await one of the two does not need its failure.
  ready.catch(() => {});
  ended.catch(() => {});
  return { process: child, ready, ended };
}

interface LiveProcess {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** Lists the processes that the process `pid` has started, and theirs. Linux only. */
export function descendantsOf(pid: number): LiveProcess[] {
  const children = liveProcesses().filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid)]);
}

/** Lists the other processes that have the directory in their command line or environment. Linux only. */
export function processesOn(dataDirectory: string): LiveProcess[] {
  return liveProcesses().filter(
    ({ pid }) =>
      pid !== process.pid && ['cmdline', 'environ'].some((file) => readProcess(pid, file).includes(dataDirectory)),
  );
}

/** Resolves once `find` finds no more processes. Throws after `limitMs`, naming those still running. */
export async function allEnded(find: () => readonly LiveProcess[], limitMs = END_LIMIT_MS): Promise<void> {
  const limit = AbortSignal.timeout(limitMs);
  for (let left = find(); left.length > 0; left = find()) {
    if (limit.aborted) throw new Error(`Still running: ${left.map(({ pid, name }) => `${name} (${pid})`).join(', ')}.`);
    await setImmediate();
  }
}

/** Returns those of the processes that still run. */
export function stillRunning(processes: readonly LiveProcess[]): LiveProcess[] {
  return liveProcesses().filter(({ pid, name }) => processes.some((other) => other.pid === pid && other.name === name));
}

/** Ignores processes that have ended and only wait to be collected. */
function liveProcesses(): LiveProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const match = /^(\d+) \((.*)\) (\S) (\d+)/s.exec(readProcess(Number(entry), 'stat'));
      return match === null || match[3] === 'Z' || match[3] === 'X'
        ? []
        : [{ pid: Number(match[1]), name: match[2] ?? '', parent: Number(match[4]) }];
    });
}

/** Returns an empty text if the process has ended, or belongs to another user. */
function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
