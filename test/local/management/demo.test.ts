import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { NODE, PROJECT_DIRECTORY } from '../../../tools/client/run-process.ts';
import { runControlsDemo } from '../../../tools/demo/run-controls-demo.ts';
import { hub, mailbox } from '../../support/hub.ts';
import { dataDirectory, origin } from '../../support/local-run.ts';
import { managementAs } from '../../support/management-api.ts';
import { signIn } from '../../support/sign-in.ts';
import { createUser } from '../../support/users.ts';

const DEMO = 'tools/demo/main.ts';
const CONTROLS = 'tools/demo/main-controls.ts';

async function run(script: string, ...args: readonly string[]) {
  return runOn(dataDirectory, script, ...args);
}

async function runOn(directory: string, script: string, ...args: readonly string[]) {
  const child = spawn(NODE, [script, ...args], {
    cwd: PROJECT_DIRECTORY,
    env: { ...process.env, LOCAL_DATA_DIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, stdout, stderr };
}

/** Matches what holds all of these in this order. */
function inOrder(steps: readonly RegExp[]): RegExp {
  return new RegExp(steps.map(({ source }) => source).join('[\\s\\S]*'));
}

describe('npm run demo', () => {
  test('shows every step, twice: at the local run of the data directory, and at the given URLs', async () => {
    for (const urls of [[], [hub, mailbox]]) {
      const { status, stdout, stderr } = await run(DEMO, ...urls);

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const steps = [
        /Signed in as owner@demo\.example/,
        /Requested a code/,
        /Read the code from the mailbox: \d{6}/,
        /Created the key dpa_test_demoPA_/,
        /with the key: 200/,
        /Deleted the key/,
        /with the key: 401/,
        /Turned legacy tokens off/,
        /with the Bearer token: 403 legacy_token_disabled/,
        /POST \/token: 403 legacy_token_disabled/,
        /with the key: 200/,
        /Without a code legacy tokens stay off: 403 otp_required, widens legacy_token/,
        /Turned legacy tokens on/,
        /with the Bearer token: 200/,
        /activity/,
        /api_key\.deleted/,
      ];
      expect(stdout).toMatch(inOrder(steps));
    }
  });
});

describe('npm run demo:controls', () => {
  // With a user of its own: it closes the partner for a moment, whose key other tests may be calling with.
  test('shows every control, and leaves keys and settings as they were', async () => {
    const { email, password } = await createUser();
    const lines: string[] = [];

    await runControlsDemo({ hub, mailbox, email, password, print: (line) => lines.push(line) });

    const steps = [
      /GET \/balance: 200/,
      /GET \/clients: 403 insufficient_scope/,
      /required_scope: clients:read/,
      /403 invalid_path/,
      /400 invalid_request/,
      /GET \/clients: 200/,
      /403 ip_not_allowed/,
      /x-forwarded-for: 192\.0\.2\.1: 403 ip_not_allowed/,
      /403 otp_required, widens allowed_ips/,
      /settings for all credentials/,
      /403 ip_not_allowed/,
      /expires in two days is refused/,
      /Restored the settings/,
      /403 api_key_expired/,
      /403 api_key_disabled/,
      /403 otp_required, widens status/,
      /Rotated the key/,
      /403 api_key_expired/,
      /401 unauthorized/,
      /GET \/balance: 200/,
      /Deleted the remaining keys of the demo: [1-9]/,
    ];
    expect(lines.join('\n')).toMatch(inOrder(steps));
    const session = managementAs(await signIn(email, password));
    expect((await session.get('/settings')).json).toEqual({ allowed_ips: [], max_key_lifetime_days: null });
    expect((await session.get('/api-keys')).json.api_keys).toEqual([]);
  }, 60_000);
});

describe.each([DEMO, CONTROLS])('%s', (script) => {
  test('says what to do when nothing runs', async () => {
    const { status, stdout, stderr } = await run(script, 'http://localhost:9', 'http://localhost:9');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('npm start');
    expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
  });

  test('names the data directory that no local run uses', async () => {
    const directory = join(dataDirectory, 'nobody');

    const { status, stdout, stderr } = await runOn(directory, script);

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`No local run uses ${directory}. Start one with "npm start"`);
    expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
  });

  test('stops at the step that fails', async () => {
    // The Partner API is no hub.
    const { status, stderr } = await run(script, origin, mailbox);

    expect(status).toBe(1);
    expect(stderr).toContain('/config.json responded with 404 not_found instead of 200');
  });
});
