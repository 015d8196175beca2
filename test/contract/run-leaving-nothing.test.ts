import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { NODE, processesOn } from '../../tools/client/run-process.ts';
import { runLeavingNothing } from '../support/run-leaving-nothing.ts';

const NO_GRACE_MS = 0;
const LEAVE_FILE = "mkdirSync(join(tmpdir(), 'table')); writeFileSync(join(tmpdir(), 'table', 'records.db'), '');";
/** In another temporary directory, as Chromium. */
const LEAVE_PROCESS =
  "spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: { ...process.env, TMPDIR: '/' } }).unref();";
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'leaving-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Arguments of Node for a program that tells the test where its temporary directory is, and then does more. */
function program(...more: readonly string[]): string[] {
  const lines = [
    "import { mkdirSync, writeFileSync } from 'node:fs';",
    "import { spawn } from 'node:child_process';",
    "import { tmpdir } from 'node:os';",
    "import { join } from 'node:path';",
    `writeFileSync(${JSON.stringify(join(directory, 'place'))}, tmpdir());`,
    ...more,
  ];
  return ['--input-type=module', '--eval', lines.join('\n')];
}

const placeOfProgram = () => readFileSync(join(directory, 'place'), 'utf8');

function expectNothingLeft(): void {
  expect(placeOfProgram()).not.toBe(tmpdir());
  expect(existsSync(placeOfProgram())).toBe(false);
  expect(processesOn(placeOfProgram())).toEqual([]);
}

test('a file that is left is reported and removed', async () => {
  const result = await runLeavingNothing(program(LEAVE_FILE), NO_GRACE_MS);

  expect(result).toEqual({
    status: 0,
    leftovers: ['Left in the temporary directory: table.', 'Left in the temporary directory: table/records.db.'],
  });
  expectNothingLeft();
});

test('a process that is left is reported and ended', async () => {
  const result = await runLeavingNothing(program(LEAVE_PROCESS), NO_GRACE_MS);

  expect(result).toEqual({ status: 0, leftovers: [expect.stringMatching(/^Still running: sleep \(\d+\)\.$/)] });
  expectNothingLeft();
});

test('a command that fails keeps its status', async () => {
  const result = await runLeavingNothing(program(LEAVE_PROCESS, LEAVE_FILE, 'process.exitCode = 3;'), NO_GRACE_MS);

  expect(result.status).toBe(3);
  expect(result.leftovers).toHaveLength(3);
  expectNothingLeft();
});

test('a command that leaves nothing is as it was', async () => {
  await expect(runLeavingNothing(program(), NO_GRACE_MS)).resolves.toEqual({ status: 0, leftovers: [] });
  expectNothingLeft();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('after %s nothing is left', async (signal) => {
  const inner = program(LEAVE_FILE, LEAVE_PROCESS, "console.log('started'); setInterval(() => {}, 1000);");
  const outer = `
    import { runLeavingNothing } from ${JSON.stringify(join(import.meta.dirname, '../support/run-leaving-nothing.ts'))};
    const { status } = await runLeavingNothing(${JSON.stringify(inner)});
    process.exitCode = status ?? 7;`;
  const child = spawn(NODE, ['--input-type=module', '--eval', outer], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(createInterface({ input: child.stdout }), 'line');

  child.kill(signal);

  expect(await ended).toEqual([7, null]);
  expectNothingLeft();
});
