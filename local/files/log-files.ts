import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Writes one line, with or without its line break. */
export type LogLine = (line: string) => void;

/** Returns a function that opens `logs/<name>.log` of the data directory. */
export function createLogFiles(dataDirectory: string): (name: string) => LogLine {
  const logs = join(dataDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  return (name) => {
    const file = join(logs, `${name}.log`);
    return (line) => appendFileSync(file, line.endsWith('\n') ? line : `${line}\n`);
  };
}
