import { afterEach, beforeEach, jest } from '@jest/globals';
import { NOW_MS } from './records-of-a-partner.ts';

/** Stops the clock at NOW_MS before each test of a file, and keeps what functions write to their logs. */
export function observeFunctions(): { readonly lines: string[]; logged(): Record<string, unknown>[] } {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return { lines, logged: () => lines.map((line) => JSON.parse(line)) };
}
