import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allEnded, PROJECT_DIRECTORY, processesOn } from '../../tools/client/run-process.ts';

/** Time for processes that are about to end. */
const GRACE_MS = 10_000;
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface RunResult {
  /** null if a signal ended or interrupted the command. */
  readonly status: number | null;
  /** What the command left behind, a sentence each. All of it is gone. */
  readonly leftovers: readonly string[];
}

/**
 * Runs a command of Node with a temporary directory of its own, and ends and removes what it leaves behind, also if it
 * fails or is interrupted. Processes are found on Linux only.
 */
export async function runLeavingNothing(command: readonly string[], graceMs = GRACE_MS): Promise<RunResult> {
  const directory = mkdtempSync(join(tmpdir(), 'test-run-'));
  const child = spawn(process.execPath, command, {
    cwd: PROJECT_DIRECTORY,
    stdio: 'inherit',
    env: {
      ...process.env,
      TMPDIR: directory,
      // Marks processes that get another temporary directory, such as Chromium.
      TEST_RUN_DIRECTORY: directory,
      // npm, which some tests start, writes one into the temporary directory.
      NODE_DISABLE_COMPILE_CACHE: '1',
    },
  });
  let interrupted = false;
  const interrupt = (signal: NodeJS.Signals) => {
    interrupted = true;
    child.kill(signal);
  };
  for (const signal of INTERRUPTS) process.on(signal, interrupt);
  try {
    const [status] = await once(child, 'exit');
    if (interrupted || status === null) {
      signalAll(directory, 'SIGTERM');
      await endProcesses(directory, graceMs);
      return { status: null, leftovers: [] };
    }
    return { status, leftovers: [...(await endProcesses(directory, graceMs)), ...filesIn(directory)] };
  } finally {
    rmSync(directory, { recursive: true, force: true });
    for (const signal of INTERRUPTS) process.off(signal, interrupt);
  }
}

/** Kills the processes that do not end by themselves. Returns which these are. */
async function endProcesses(directory: string, graceMs: number): Promise<string[]> {
  if (!existsSync('/proc')) return [];
  const find = () => processesOn(directory);
  try {
    await allEnded(find, graceMs);
    return [];
  } catch (error) {
    signalAll(directory, 'SIGKILL');
    await allEnded(find);
    return [(error as Error).message];
  }
}

function signalAll(directory: string, signal: NodeJS.Signals): void {
  if (!existsSync('/proc')) return;
  for (const { pid } of processesOn(directory)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map((path) => `Left in the temporary directory: ${path}.`)
    .toSorted();
}
