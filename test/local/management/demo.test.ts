import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { hub, mailbox } from '../../support/hub.ts';
import { origin } from '../../support/local-run.ts';
import { NODE, PROJECT_DIRECTORY } from '../../support/run-process.ts';

async function runDemo(...args: readonly string[]) {
  const child = spawn(NODE, ['bin/demo.ts', ...args], { cwd: PROJECT_DIRECTORY, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, stdout, stderr };
}

describe('npm run demo', () => {
  test('goes the whole way, twice', async () => {
    for (let time = 0; time < 2; time++) {
      const { status, stdout, stderr } = await runDemo(hub, mailbox);

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const steps = [
        /Signed in as owner@demo\.example/,
        /Asked for a code/,
        /Read the code from the mailbox: \d{6}/,
        /Created the key dpa_test_demoPA_/,
        /with the key: 200/,
        /Deleted the key/,
        /with the key: 401/,
        /Authentication off/,
        /with the Bearer token: 403 legacy_token_disabled/,
        /POST \/token .*403 legacy_token_disabled/,
        /with the key: 200/,
        /Authentication on/,
        /with the Bearer token: 200/,
        /activity/,
        /api_key\.deleted/,
      ];
      // In this order.
      const pattern = new RegExp(steps.map(({ source }) => source).join('[\\s\\S]*'));
      expect(stdout).toMatch(pattern);
    }
  });

  test('says what to do when nothing runs', async () => {
    const { status, stdout, stderr } = await runDemo('http://localhost:9', 'http://localhost:9');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('npm start');
    expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
  });

  test('stops at the step that fails', async () => {
    // The Partner API is no hub.
    const { status, stderr } = await runDemo(origin, mailbox);

    expect(status).toBe(1);
    expect(stderr).toContain('/config.json was to answer 200 and answered 404');
  });
});
