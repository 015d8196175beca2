import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { NODE, PROJECT_DIRECTORY } from '../../tools/client/run-process.ts';
import { type CommandResult, dataDirectory, runInfo } from '../support/local-run.ts';

const LIMIT_MS = 180_000;

async function verify(...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(NODE, ['tools/verify/main.ts', ...args], {
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, LOCAL_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, stdout, stderr };
}

/**
 * Everything in the table that names a partner of a run of the checks, and accounts of its users. Not what is counted from
 * the logs, which may come later than the end.
 */
async function traces(): Promise<unknown[]> {
  const { dynamodb_endpoint: endpoint, region, table: TableName } = runInfo();
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const accounts = readFileSync(join(dataDirectory, 'accounts.json'), 'utf8');
  const items: unknown[] = [...accounts.matchAll(/verify[0-9a-f]{16}/g)].map(([account]) => account);
  let start: Record<string, never> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey: start }));
    const kept = (page.Items ?? []).filter((item) => !/^(USAGE|DENIAL)#/.test(item.PK?.S ?? ''));
    items.push(...kept.filter((item) => /verify[0-9a-f]{16}/.test(JSON.stringify(item))));
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  client.destroy();
  return items;
}

test(
  'the local run passes what a deployment must pass, and keeps nothing of it',
  async () => {
    const { status, stdout, stderr } = await verify('--local');
    const failed = stdout
      .split('\n')
      .filter((line, at, lines) => /^FAILED/.test(lines[at - 1] ?? line) || /^FAILED/.test(line));
    expect({ failed, stderr, status }).toEqual({ failed: [], stderr: '', status: 0 });
    expect(stdout).toMatch(/\n[1-9]\d* passed, 0 failed, [1-9]\d* skipped\.\n/);
    // What is skipped must say why.
    const lines = stdout.split('\n');
    for (const [at, line] of lines.entries()) if (line.startsWith('skipped')) expect(lines[at + 1]).toMatch(/^ +→ \S/);
    const ids = lines.flatMap((line) => /^(?:ok|skipped) +(\S+)/.exec(line)?.[1] ?? []);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(await traces()).toEqual([]);
  },
  LIMIT_MS,
);

// A table of green lines proves nothing unless a broken promise turns one red.
test(
  'a promise that is broken is told, and the partner is removed all the same',
  async () => {
    const { status, stdout } = await verify('--local', '--echo', '/clients');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^FAILED +upstream\/identity-of-key/m);
    expect(await traces()).toEqual([]);
  },
  LIMIT_MS,
);

// Breaking the loop below closes the pipe, as `| head` does; a signal may come on top.
test.each([['SIGTERM'], ['SIGINT'], [null]] as const)(
  'a run that is ended in the middle (%s) removes its partner too',
  async (signal) => {
    const child = spawn(NODE, ['tools/verify/main.ts', '--local'], {
      cwd: PROJECT_DIRECTORY,
      env: { ...process.env, LOCAL_DATA_DIR: dataDirectory },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8');
    let output = '';
    const closed = once(child, 'close');
    for await (const chunk of child.stdout) {
      output += chunk;
      if (!/^ok /m.test(output)) continue;
      expect(await traces()).not.toEqual([]);
      // Before the pipe is closed: a program that is ending already may die of the signal.
      child.kill(signal ?? 0);
      break;
    }
    expect((await closed)[0]).toBe(1);
    expect(await traces()).toEqual([]);
  },
  LIMIT_MS,
);

test.each([[[]], [['--stage']], [['--local', '--stage', 'x']], [['--stage', 'x', '--stack', 'one']], [['--nonsense']]])(
  'arguments %j are explained',
  async (args) => {
    const { status, stderr } = await verify(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(/--stage|--stack/);
  },
  LIMIT_MS,
);
