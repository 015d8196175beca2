import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomText } from '../../support/api-key.ts';
import { createKeyWithCode, requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { changeOtpState, keysOfPartner, readOtpState } from '../../support/hub-records.ts';
import { outputOfRecords } from '../../support/local-application.ts';
import { runInfo } from '../../support/local-run.ts';
import { expectStatus } from '../../support/management-api.ts';
import { expectProblem } from '../../support/problem.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;
/** ARN of the secret. */
let pepper: string;

// The stacks are synthesized anew if a file has changed since the run was started.
beforeAll(async () => {
  pepper = await outputOfRecords('OtpPepperSecretArn');
}, 120_000);

beforeEach(async () => {
  user = await createSignedInUser();
});

describe('the challenge of another user', () => {
  test('is not found, also within the partner, and costs that user nothing', async () => {
    const colleague = await createSignedInUser({ partnerId: user.partnerId });
    const stranger = await createSignedInUser();
    const { id, code } = await requestCode(user);
    const before = await readOtpState(user.userId);

    for (const thief of [colleague, stranger]) {
      expectProblem(await sendCode(thief, id, code), 'not_found');
      expectProblem(await sendCode(thief, id, wrongCode(code)), 'not_found');
    }

    expect(await readOtpState(user.userId)).toEqual(before);
    expect(await keysOfPartner(stranger.partnerId)).toEqual([]);
    expectStatus(await sendCode(user, id, code), 201);
  });

  test('is not found while one has a challenge oneself, whose tries stay as they are', async () => {
    const stranger = await createSignedInUser();
    const [own, foreign] = [await requestCode(stranger), await requestCode(user)];
    const before = await readOtpState(stranger.userId);

    expectProblem(await sendCode(stranger, foreign.id, foreign.code), 'not_found');
    expectProblem(await sendCode(stranger, 'unknown', own.code), 'not_found');

    expect(await readOtpState(stranger.userId)).toEqual(before);
  });

  test('is refused as unknown to somebody who never asked for a code', async () => {
    expectProblem(await sendCode(user, '01JDEWZ5T4M8Q2V6X0Y3B7C9DF', '123456'), 'not_found');
  });
});

describe('OTP state that cannot be read', () => {
  test.each<[string, Parameters<typeof changeOtpState>[1]]>([
    ['no tries', ({ challenge }) => ({ challenge: { M: { ...challenge?.M, attempts_left: { S: 'five' } } } })],
    ['no expiry', ({ challenge }) => ({ challenge: { M: { ...challenge?.M, expires_ms: { S: 'never' } } } })],
    ['no hash', ({ challenge }) => ({ challenge: { M: { ...challenge?.M, code_hash: { BOOL: true } } } })],
    ['a challenge of another type', () => ({ challenge: { S: 'none' } })],
    ['failures as a text', () => ({ failures_ms: { S: 'none' } })],
  ])('lets nothing through: %s', async (_what, change) => {
    const { id, code } = await requestCode(user);
    await changeOtpState(user.userId, change);

    expectProblem(await sendCode(user, id, code), 'temporarily_unavailable');
    expect(await keysOfPartner(user.partnerId)).toEqual([]);
  });

  // The hash covers what the code is for: whoever can write the action alone must not get another key for it.
  test.each([
    ['name', '"Asked for"', '"Another"'],
    ['list of addresses', '"allowedIps":[]', '"allowedIps":["192.0.2.1"]'],
    ['scopes', '["*"]', '["*:read"]'],
    ['end', '"expiresAt":null', '"expiresAt":4102444800'],
  ])('or whose %s was changed gives no such key', async (_what, from, to) => {
    const { id, code } = await requestCode(user, 'Asked for');
    await changeOtpState(user.userId, ({ challenge }) => {
      const action = challenge?.M?.action?.S ?? '';
      expect(action).toContain(from);
      return { challenge: { M: { ...challenge?.M, action: { S: action.replace(from, to) } } } };
    });

    expectProblem(await sendCode(user, id, code), 'otp_incorrect', { attempts_left: 4 });
  });

  test.each(['{}', 'null', '{"purpose":"delete_api_key"}', '{"purpose":"create_api_key","key":{"name":""}}'])(
    'gives no key for %s',
    async (S) => {
      const { id, code } = await requestCode(user);
      await changeOtpState(user.userId, ({ challenge }) => ({ challenge: { M: { ...challenge?.M, action: { S } } } }));

      expectProblem(await sendCode(user, id, code), 'temporarily_unavailable');
      expect(await keysOfPartner(user.partnerId)).toEqual([]);
    },
  );
});

test('a new pepper leaves pending codes good, and serves new ones', async () => {
  const pending = await requestCode(user, 'Before');
  const { secrets_endpoint: endpoint } = runInfo();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const secrets = new SecretsManagerClient({ endpoint, region: runInfo().region, credentials });

  // Twice, so that the pending code's pepper is not even the previous one any more.
  for (const SecretString of [randomText(64), randomText(64)]) {
    await secrets.send(new PutSecretValueCommand({ SecretId: pepper, SecretString }));
  }

  expectProblem(await sendCode(user, pending.id, wrongCode(pending.code)), 'otp_incorrect', { attempts_left: 4 });
  expectStatus(await sendCode(user, pending.id, pending.code), 201);
  await createKeyWithCode(await createSignedInUser());
});
