import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { sendRequest } from '../../tools/client/http.ts';
import {
  allEnded,
  descendantsOf,
  processesOn,
  type RunOptions,
  type RunProcess,
  startRun,
  stillRunning,
} from '../../tools/client/run-process.ts';
import { hub as sharedHub, mailbox as sharedMailbox } from '../support/hub.ts';
import { demo, dataDirectory as sharedDirectory, origin as sharedOrigin } from '../support/local-run.ts';
import { whoamiCall, withKey, withToken } from '../support/partner-calls.ts';

/** Each test starts up to three runs, the first of which may have to build everything. */
const LIMIT_MS = 180_000;

const directories: string[] = [];
const runs: RunProcess[] = [];

afterEach(async () => {
  for (const { process } of runs) process.kill('SIGKILL');
  await Promise.all(runs.splice(0).map(({ ended }) => ended));
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
}, LIMIT_MS);

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'local-run-'));
  directories.push(directory);
  return directory;
}

function start(options: RunOptions): RunProcess {
  const run = startRun(options);
  runs.push(run);
  return run;
}

function pidOf({ process }: RunProcess): number {
  if (process.pid === undefined) throw new Error('The process was not started.');
  return process.pid;
}

/** What nobody else on the machine may read, by the name of the file. */
function secretsIn(directory: string): Map<string, string> {
  return new Map(
    ['secrets.json', 'sign-in-keys.json'].map((name) => {
      const file = join(directory, name);
      expect(statSync(file).mode & 0o077).toBe(0);
      return [name, readFileSync(file, 'utf8')];
    }),
  );
}

async function statusOf(origin: string, key: string): Promise<number> {
  return (await sendRequest(origin, whoamiCall(withKey(key)))).status;
}

describe('a run does not start', () => {
  test(
    'on a directory that another run uses, and leaves that one alone',
    async () => {
      const second = start({ dataDirectory: sharedDirectory });

      const { code, output } = await second.ended;

      expect(code).toBeGreaterThan(0);
      expect(output).toContain(sharedDirectory);
      expect(output).not.toMatch(/^\s+at .+:\d+/m);
      expect(output).not.toContain('ready {');
      expect(await statusOf(sharedOrigin, demo.api_key)).toBe(200);
    },
    LIMIT_MS,
  );

  test(
    'with --fresh on a directory that another run uses, whose data stay',
    async () => {
      const second = start({ dataDirectory: sharedDirectory, arguments: ['--fresh'] });

      const { code, output } = await second.ended;

      expect(code).toBeGreaterThan(0);
      expect(output).toContain(sharedDirectory);
      expect(existsSync(join(sharedDirectory, 'run.json'))).toBe(true);
      expect(await statusOf(sharedOrigin, demo.api_key)).toBe(200);
    },
    LIMIT_MS,
  );

  test.each([
    ['PARTNER_API_PORT', sharedOrigin],
    ['HUB_PORT', sharedHub],
    ['MAILBOX_PORT', sharedMailbox],
  ])(
    'on a busy port: it names the port and %s, and leaves no process',
    async (variable, busy) => {
      const { port } = new URL(busy);
      const directory = newDirectory();
      const run = start({ dataDirectory: directory, environment: { [variable]: port } });

      const { code, output } = await run.ended;

      expect(code).toBeGreaterThan(0);
      expect(output).toContain(port);
      expect(output).toContain(variable);
      expect(output).not.toMatch(/^\s+at .+:\d+/m);
      expect(output).not.toContain('ready {');
      await allEnded(() => processesOn(directory));
    },
    LIMIT_MS,
  );

  test(
    'on a data directory that cannot be created: it names the directory and LOCAL_DATA_DIR',
    async () => {
      const file = join(newDirectory(), 'file');
      writeFileSync(file, '');
      const run = start({ dataDirectory: join(file, 'data') });

      const { code, output } = await run.ended;

      expect(code).toBeGreaterThan(0);
      expect(output).toContain(join(file, 'data'));
      expect(output).toContain('LOCAL_DATA_DIR');
      expect(output).not.toMatch(/^\s+at .+:\d+/m);
    },
    LIMIT_MS,
  );

  test.each([
    ['PARTNER_API_PORT', 'none'],
    ['PARTNER_API_PORT', '-1'],
    ['HUB_PORT', '65536'],
    ['MAILBOX_PORT', '3600x'],
  ])(
    'with %s=%s: it names the variable',
    async (variable, port) => {
      const run = start({ dataDirectory: newDirectory(), environment: { [variable]: port } });

      const { code, output } = await run.ended;

      expect(code).toBeGreaterThan(0);
      expect(output).toContain(variable);
    },
    LIMIT_MS,
  );
});

describe('a run ends with all of its processes and can be started again', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'after %s',
    async (signal) => {
      const directory = newDirectory();
      const run = start({ dataDirectory: directory });
      await run.ready;
      const children = descendantsOf(pidOf(run));

      run.process.kill(signal);
      const { output } = await run.ended;

      expect(output).toContain('Stopping the local run.');
      expect(children.length).toBeGreaterThan(0);
      await allEnded(() => [...stillRunning(children), ...processesOn(directory)]);
      expect(existsSync(join(directory, 'run.json'))).toBe(false);
    },
    LIMIT_MS,
  );

  test(
    'after SIGTERM to npm',
    async () => {
      const directory = newDirectory();
      const run = start({ dataDirectory: directory, command: ['npm', 'start', '--'] });
      const { origin } = await run.ready;
      const children = descendantsOf(pidOf(run));

      run.process.kill('SIGTERM');
      await run.ended;

      expect(children.length).toBeGreaterThan(0);
      await allEnded(() => [...stillRunning(children), ...processesOn(directory)]);
      await expect(sendRequest(origin, whoamiCall())).rejects.toThrow('ECONNREFUSED');
    },
    LIMIT_MS,
  );

  // A database that outlives its run holds the data directory, and the next start fails for no visible reason.
  test(
    'after it was killed, which it cannot notice',
    async () => {
      const directory = newDirectory();
      const killed = start({ dataDirectory: directory });
      const before = await killed.ready;
      const children = descendantsOf(pidOf(killed));

      killed.process.kill('SIGKILL');
      await allEnded(() => [...stillRunning(children), ...processesOn(directory)]);
      const after = await start({ dataDirectory: directory }).ready;

      expect(children.length).toBeGreaterThan(0);
      expect(await statusOf(after.origin, before.demo?.api_key ?? '')).toBe(200);
    },
    LIMIT_MS,
  );
});

describe('the data of a run', () => {
  test(
    'are kept, and --fresh starts over',
    async () => {
      const directory = newDirectory();
      const first = start({ dataDirectory: directory });
      const { demo: firstDemo } = await first.ready;
      const firstSecrets = secretsIn(directory);
      first.process.kill('SIGTERM');
      await first.ended;

      const second = start({ dataDirectory: directory });
      const { origin: secondOrigin, demo: secondDemo } = await second.ready;
      const secondSecrets = secretsIn(directory);
      const byKey = await statusOf(secondOrigin, firstDemo?.api_key ?? '');
      const byToken = await sendRequest(secondOrigin, whoamiCall(withToken(firstDemo?.legacy_token ?? '')));
      second.process.kill('SIGTERM');
      await second.ended;

      const third = start({ dataDirectory: directory, arguments: ['--fresh'] });
      const { origin: thirdOrigin, demo: thirdDemo } = await third.ready;
      const thirdSecrets = secretsIn(directory);

      expect(secondDemo).toBeNull();
      expect(secondSecrets).toEqual(firstSecrets);
      for (const [file, content] of thirdSecrets) expect(content).not.toBe(firstSecrets.get(file));
      expect(byKey).toBe(200);
      expect(byToken.status).toBe(200);
      expect(thirdDemo?.api_key).not.toBe(firstDemo?.api_key);
      expect(await statusOf(thirdOrigin, firstDemo?.api_key ?? '')).toBe(401);
      expect(await statusOf(thirdOrigin, thirdDemo?.api_key ?? '')).toBe(200);
    },
    LIMIT_MS,
  );
});

describe('the line that says that a run is ready', () => {
  test('names origins on localhost, without a path', () => {
    const addresses = [sharedOrigin, sharedHub, sharedMailbox];

    expect(new Set(addresses).size).toBe(addresses.length);
    for (const address of addresses) expect(address).toMatch(/^http:\/\/localhost:\d+$/);
  });
});

describe('the demo data', () => {
  test('are as they are written down', () => {
    expect(demo).toEqual({
      partner_id: 'demoPA',
      email: 'owner@demo.example',
      password: 'Demo-Passw0rd!',
      api_key: expect.stringMatching(/^dpa_test_demoPA_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/),
      legacy_token: expect.stringMatching(/\S/),
    });
  });

  test.each(['owner@demo.example', 'owner@other.example'])('let %s sign in', async (username) => {
    const response = await sendRequest(sharedOrigin, {
      method: 'POST',
      path: '/api/v2/token',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ username, password: demo.password }),
    });

    expect(response.status).toBe(200);
  });
});
