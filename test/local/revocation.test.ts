import { Agent } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { Header } from '../../tools/client/http.ts';
import { type CommandResult, operator, request } from '../support/local-run.ts';
import { managementAs } from '../support/management-api.ts';
import { echoCall, withKey, withToken } from '../support/partner-calls.ts';
import { createApiKey, createLegacyToken, createPartner } from '../support/records.ts';
import { createSignedInUser, createUser } from '../support/users.ts';

const CONNECTIONS = 50;
/** Calls that each connection starts after the change was answered. */
const LATE_CALLS = 6;

interface Race {
  /** Statuses of the calls that were answered before the change was begun. */
  readonly early: readonly number[];
  /** Statuses of the calls that were started after the change had been answered. */
  readonly late: readonly number[];
  readonly change: CommandResult;
}

/**
 * Lets 50 connections call without a pause, makes the change once each of them has got through, and goes on until each
 * has started its late calls. Nothing waits for time to pass: calls and the change's answer order everything.
 */
async function race(call: () => Promise<number>, makeChange: () => Promise<CommandResult>): Promise<Race> {
  const early: number[] = [];
  const late: number[] = [];
  let begun = false;
  let answered = false;

  const connections = Array.from({ length: CONNECTIONS }, () => {
    let gotThrough: () => void = () => {};
    const first = new Promise<void>((resolve) => {
      gotThrough = resolve;
    });
    const run = async () => {
      for (let lateCalls = 0; lateCalls < LATE_CALLS; ) {
        const isLate = answered;
        const status = await call();
        if (!begun) early.push(status);
        if (isLate) {
          late.push(status);
          lateCalls++;
        }
        gotThrough();
      }
    };
    return { first, done: run() };
  });

  const all = Promise.all(connections.map(({ done }) => done));
  // A call that fails ends the race, instead of leaving it waiting for ever.
  await Promise.race([Promise.all(connections.map(({ first }) => first)), all]);
  begun = true;
  const change = await makeChange();
  answered = true;
  await all;
  return { early, late, change };
}

/** Calls on connections that are kept open, as busy clients keep theirs. */
async function raceWith(partnerId: string, credential: Header, ...command: readonly string[]): Promise<Race> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    return await race(
      async () => (await request({ ...echoCall(partnerId, credential), agent })).status,
      () => operator(...command),
    );
  } finally {
    agent.destroy();
  }
}

function expectCutOff({ early, late, change }: Race, status: number): void {
  expect(change).toMatchObject({ status: 0, stderr: '' });
  expect(early.length).toBeGreaterThanOrEqual(CONNECTIONS);
  expect(new Set(early)).toEqual(new Set([200]));
  expect(late).toHaveLength(CONNECTIONS * LATE_CALLS);
  expect(new Set(late)).toEqual(new Set([status]));
}

// The strongest promise of the product. If one of these fails, a key that was revoked because it leaked still works.
describe('under load, nothing that starts after the answer gets through:', () => {
  test('a key that is revoked', async () => {
    const partnerId = await createPartner();
    const { key, keyId } = await createApiKey(partnerId);

    const result = await raceWith(partnerId, withKey(key), 'key', 'revoke', partnerId, keyId);

    expectCutOff(result, 401);
  });

  test('a key whose partner is suspended', async () => {
    const partnerId = await createPartner();
    const { key } = await createApiKey(partnerId);

    const result = await raceWith(partnerId, withKey(key), 'partner', 'suspend', partnerId);

    expectCutOff(result, 403);
  });

  test('a token whose partner is suspended', async () => {
    const partnerId = await createPartner();
    const { token } = await createLegacyToken(partnerId);

    const result = await raceWith(partnerId, withToken(token), 'partner', 'suspend', partnerId);

    expectCutOff(result, 403);
  });

  test('a token whose user is signed out everywhere', async () => {
    const user = await createUser();
    const { json } = await request({
      method: 'POST',
      path: '/api/v2/token',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ username: user.email, password: user.password }),
    });

    const command = ['user', 'sign-out', user.partnerId, user.email];
    const result = await raceWith(user.partnerId, withToken(json.access_token), ...command);

    expectCutOff(result, 401);
  });

  test('a session of a user who signs out everywhere', async () => {
    const user = await createSignedInUser();

    const result = await race(
      async () => (await managementAs(user).get('/session')).status,
      () => operator('user', 'sign-out', user.partnerId, user.email),
    );

    expectCutOff(result, 401);
  });
});

test("revoking one key leaves the partner's other keys and tokens alone", async () => {
  const partnerId = await createPartner();
  const [gone, kept] = [await createApiKey(partnerId), await createApiKey(partnerId)];
  const { token } = await createLegacyToken(partnerId);

  await operator('key', 'revoke', partnerId, gone.keyId);

  expect((await request(echoCall(partnerId, withKey(gone.key)))).status).toBe(401);
  expect((await request(echoCall(partnerId, withKey(kept.key)))).status).toBe(200);
  expect((await request(echoCall(partnerId, withToken(token)))).status).toBe(200);
});
