import { fork } from 'node:child_process';

/** The part of our environment that a child process needs; anything else could change what it measures. */
const INHERITED = ['PATH', 'TMPDIR', 'HOME'];

/**
 * Runs a module of the benchmark in a process of its own, with exactly this environment. Its standard output, where the
 * functions log, is a pipe that is read and discarded, as by a log collector.
 */
export async function inChild<Input, Output>(
  module: string,
  input: Input,
  environment: Readonly<Record<string, string>>,
): Promise<Output> {
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
  const child = fork(module, [], {
    env: { ...inherited, ...environment },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child.stdout?.resume();
  return new Promise<Output>((resolve, reject) => {
    child.once('message', (output) => resolve(output as Output));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${module} ended with exit code ${code} and no result.`)));
    child.send(input as object);
  });
}

/** Runs in the child: handles the one input and ends. */
export function handleInput<Input, Output>(handle: (input: Input) => Promise<Output>): void {
  process.once('message', async (input) => {
    try {
      const output = await handle(input as Input);
      process.send?.(output, undefined, undefined, () => process.exit(0));
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    }
  });
}
