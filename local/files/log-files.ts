import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Takes one line, with or without its end. */
export type LogLine = (line: string) => void;

/** Answers what writes to `logs/<name>.log` of the data directory. */
export function createLogFiles(dataDirectory: string): (name: string) => LogLine {
  const logs = join(dataDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  return (name) => {
    const file = join(logs, `${name}.log`);
    return (line) => appendFileSync(file, line.endsWith('\n') ? line : `${line}\n`);
  };
}
