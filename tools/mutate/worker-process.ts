import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { FromWorker, Job } from './job.ts';

export type Finished = Extract<FromWorker, { kind: 'finished' }>;

export type JobResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly file: string; readonly reason: string }
  | { readonly kind: 'timed out' | 'crashed'; readonly file: string };

const MAX_MEMORY_BYTES = 2 * 1024 ** 3;
/** After its first failed test, a file may run on for so long before its process is replaced. */
const AFTER_FAILURE_MS = 1_500;

/** A worker that is started when it is needed, and replaced when it hangs, crashes or has grown too large. */
export class WorkerProcess {
  readonly #temporaryDirectory: string;
  #child: ChildProcess | null = null;

  constructor(temporaryDirectory: string) {
    this.#temporaryDirectory = temporaryDirectory;
  }

  /** Runs a job. A test file that runs longer than its limit means `timed out`. */
  async run(job: Job, limitMs: (file: string) => number, onFinished: (message: Finished) => void): Promise<JobResult> {
    const child = this.#child ?? (await this.#start());
    this.#child = child;
    return new Promise((resolve) => {
      let file = '';
      let failed: JobResult | null = null;
      let timer: NodeJS.Timeout | undefined;
      const settle = (result: JobResult, keepsWorker: boolean) => {
        clearTimeout(timer);
        child.removeAllListeners('message').removeAllListeners('exit');
        if (!keepsWorker) this.stop();
        resolve(result);
      };
      const limit = (ms: number, result: JobResult) => {
        clearTimeout(timer);
        timer = setTimeout(() => settle(result, false), ms);
      };
      child.on('exit', () => settle(failed ?? { kind: 'crashed', file }, false));
      child.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'started':
            file = message.file;
            return limit(limitMs(file), { kind: 'timed out', file });
          case 'failed':
            failed = { kind: 'failed', file: message.file, reason: message.reason };
            return limit(AFTER_FAILURE_MS, failed);
          case 'finished':
            return onFinished(message);
          case 'done':
            return settle(failed ?? { kind: 'passed' }, message.memoryBytes < MAX_MEMORY_BYTES);
        }
      });
      child.send(job);
    });
  }

  /** Ends the process and whatever its tests started. */
  stop(): void {
    const pid = this.#child?.pid;
    this.#child = null;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #start(): Promise<ChildProcess> {
    // Leader of its own group, so that servers which tests started can be ended with it.
    const child = fork(join(import.meta.dirname, 'worker.ts'), {
      detached: true,
      execArgv: ['--experimental-vm-modules', '--no-warnings'],
      env: { ...process.env, TMPDIR: this.#temporaryDirectory },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new Promise((resolve, reject) => {
      child.once('message', () => {
        child.removeAllListeners('exit');
        resolve(child);
      });
      child.once('exit', (code) => reject(new Error(`A worker ended with ${code} as it started.`)));
    });
  }
}
