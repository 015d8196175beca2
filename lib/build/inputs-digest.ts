import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..', '..');

/** SHA-256, hexadecimal, over the content of files and directories of the project, and over what else counts. */
export function inputsDigest(paths: readonly string[], ...more: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(more));
  const add = (relative: string): void => {
    const path = join(PROJECT, relative);
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(relative, name));
    } else {
      digest.update(relative).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const path of paths) add(path);
  return digest.digest('hex');
}
