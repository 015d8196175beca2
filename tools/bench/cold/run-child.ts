import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type ColdChild = 'start-child.mjs' | 'first-request-child.mjs';

export interface ColdResult<T> {
  /** Time as `performance.timeOrigin + performance.now()`. */
  readonly spawnedAt: number;
  readonly output: T;
}

/** Runs a new process with exactly this environment. If it fails, throws an Error with its output. */
export async function runColdChild<T>(
  child: ColdChild,
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ColdResult<T>> {
  const spawnedAt = performance.timeOrigin + performance.now();
  const instance = spawn(process.execPath, [join(import.meta.dirname, child), ...argv], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  instance.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  instance.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = (await once(instance, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${child} ended with exit code ${code}. ${errors}`);
  return { spawnedAt, output: JSON.parse(output) as T };
}
