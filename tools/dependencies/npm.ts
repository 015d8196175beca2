import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const PROJECT = join(import.meta.dirname, '..', '..');

/** What npm prints. Its status is left out: `npm audit` has one for findings, too. */
export function npm(...args: readonly string[]): { readonly stdout: string; readonly stderr: string } {
  const { stdout, stderr, error } = spawnSync('npm', args, {
    cwd: PROJECT,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    shell: process.platform === 'win32',
    timeout: 120_000,
  });
  return { stdout: stdout ?? '', stderr: error === undefined ? stderr : error.message };
}

export interface Outcome {
  /** `unknown` where it could not be found out. */
  readonly result: 'ok' | 'failed' | 'unknown';
  readonly lines: readonly string[];
}
