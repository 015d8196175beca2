import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads a file of the data directory. Returns `missing` if it does not exist. */
export function readJsonFile<T>(file: string, missing: T): T {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : missing;
}

/** Replaces the file in one step, so that a kill leaves the old one or the new one. Only its owner can read it. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}
