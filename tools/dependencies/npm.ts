import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const PROJECT = join(import.meta.dirname, '..', '..');

/** Returns what npm prints. The exit status says nothing: `npm audit` fails for findings, too. */
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
  /** `unknown` if nothing could be checked. */
  readonly result: 'ok' | 'failed' | 'unknown';
  readonly lines: readonly string[];
}
