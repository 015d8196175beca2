import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces the file in one step, so that a kill leaves the old one or the new one. Its owner alone can read it. */
export function writePrivateFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, file);
}
