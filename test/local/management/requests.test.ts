import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomText } from '../../support/api-key.ts';
import { readOtpState, recordsOfPartner } from '../../support/hub-records.ts';
import { messagesTo } from '../../support/mailbox.ts';
import { callManagement, type ManagementCall } from '../../support/management-api.ts';
import { ROUTES, ROUTES_WITH_BODY } from '../../support/management-routes.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { createApiKey, createPartner, type StoredApiKey } from '../../support/records.ts';
import { expectNotToContain } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;
let key: StoredApiKey;

beforeAll(async () => {
  const partnerId = await createPartner({ active_keys: { N: '1' } });
  user = await createSignedInUser({ partnerId });
  key = await createApiKey(partnerId);
});

async function effects(): Promise<unknown> {
  return {
    records: await recordsOfPartner(user.partnerId),
    otp: await readOtpState(user.userId),
    messages: await messagesTo(user.email),
  };
}

async function unchangedBy(call: Omit<ManagementCall, 'token'>) {
  const before = await effects();
  const response = await callManagement({ ...call, token: user.idToken });
  expect(await effects()).toEqual(before);
  return response;
}

describe.each(ROUTES_WITH_BODY)('%s', (_route, callOf) => {
  test.each<[string, string | Uint8Array]>([
    ['half of a JSON text', '{"name": '],
    ['nothing', ''],
    ['a space', ' '],
    ['null', 'null'],
    ['a list', '[{"name":"x"}]'],
    ['a text', '"name"'],
    ['a number', '1'],
    ['a form', 'name=x&enabled=false&code=000000'],
    ['bytes that are no text', new Uint8Array([0, 1, 2, 0xff, 0xfe])],
    ['JSON with something behind it', '{}x'],
    ['two JSON texts', '{}{}'],
  ])('refuses %s as its body', async (_what, body) => {
    expectProblem(await unchangedBy({ ...callOf(key.keyId), body }), 'invalid_request');
  });

  test('refuses a body that lacks its fields', async () => {
    expectProblem(await unchangedBy({ ...callOf(key.keyId), body: {} }), 'invalid_request');
  });

  test('refuses a field that it does not know, and says which', async () => {
    const { body, ...call } = callOf(key.keyId);

    const response = await unchangedBy({ ...call, body: { ...(body as object), partner_id: 'otherPA' } });

    expectProblem(response, 'invalid_request');
    expect(JSON.stringify(response.json.errors)).toContain('partner_id');
  });

  test('does not repeat what was sent', async () => {
    const secret = randomText(24);
    const { body, ...call } = callOf(key.keyId);

    for (const wrong of [{ ...(body as object), more: secret }, `{"name":"${secret}`, { name: { a: secret } }]) {
      expectNotToContain(await unchangedBy({ ...call, body: wrong }), [secret]);
    }
  });

  test('refuses a body of more than 16 KB', async () => {
    const { body, ...call } = callOf(key.keyId);
    const padding = ' '.repeat(16 * 1024);

    expectProblem(await unchangedBy({ ...call, body: JSON.stringify(body) + padding }), 'request_too_large');
    expectProblem(await unchangedBy({ ...call, body: 'x'.repeat(1024 * 1024) }), 'request_too_large');
  });

  test('takes nothing from a prototype', async () => {
    const { body, ...call } = callOf(key.keyId);
    const wrong = `{"__proto__": ${JSON.stringify(body)}, "constructor": {"prototype": {"enabled": false}}}`;

    expectProblem(await unchangedBy({ ...call, body: wrong }), 'invalid_request');
  });
});

describe('wrong types are refused, and the answer points to them:', () => {
  const challenge = { purpose: 'create_api_key', api_key: { name: 'Name' } };
  const creation = { challenge_id: 'unknown', code: '123456' };

  test.each<[string, string, string, unknown, string]>([
    ['no purpose', 'POST', '/otp-challenges', { api_key: { name: 'Name' } }, '/purpose'],
    ['another purpose', 'POST', '/otp-challenges', { ...challenge, purpose: 'delete_api_key' }, '/purpose'],
    ['no key', 'POST', '/otp-challenges', { purpose: 'create_api_key' }, '/api_key'],
    ['null as key', 'POST', '/otp-challenges', { ...challenge, api_key: null }, '/api_key'],
    ['a list as key', 'POST', '/otp-challenges', { ...challenge, api_key: ['Name'] }, '/api_key'],
    ['no name', 'POST', '/otp-challenges', { ...challenge, api_key: {} }, '/api_key/name'],
    ['a number as name', 'POST', '/otp-challenges', { ...challenge, api_key: { name: 1 } }, '/api_key/name'],
    ['null as name', 'POST', '/otp-challenges', { ...challenge, api_key: { name: null } }, '/api_key/name'],
    ['an unknown channel', 'POST', '/otp-challenges', { ...challenge, channel: 'sms' }, '/channel'],
    ['a list of channels', 'POST', '/otp-challenges', { ...challenge, channel: ['email'] }, '/channel'],
    ['null as channel', 'POST', '/otp-challenges', { ...challenge, channel: null }, '/channel'],
    ['no challenge', 'POST', '/api-keys', { code: '123456' }, '/challenge_id'],
    ['a number as challenge', 'POST', '/api-keys', { ...creation, challenge_id: 1 }, '/challenge_id'],
    ['an empty challenge', 'POST', '/api-keys', { ...creation, challenge_id: '' }, '/challenge_id'],
    ['an endless challenge', 'POST', '/api-keys', { ...creation, challenge_id: 'x'.repeat(5000) }, '/challenge_id'],
    ['no code', 'POST', '/api-keys', { challenge_id: 'unknown' }, '/code'],
    ['a number as code', 'POST', '/api-keys', { ...creation, code: 123456 }, '/code'],
    ['an operator as code', 'POST', '/api-keys', { ...creation, code: { $ne: '' } }, '/code'],
    ['a list of codes', 'POST', '/api-keys', { ...creation, code: ['123456', '123457'] }, '/code'],
    ['no value', 'PUT', '/legacy-token', {}, '/enabled'],
    ['a text', 'PUT', '/legacy-token', { enabled: 'false' }, '/enabled'],
    ['a number', 'PUT', '/legacy-token', { enabled: 0 }, '/enabled'],
    ['null', 'PUT', '/legacy-token', { enabled: null }, '/enabled'],
  ])('%s for %s %s', async (_what, method, path, body, pointer) => {
    expectInvalid(await unchangedBy({ method, path, body }), pointer);
  });

  test.each([{ name: 1 }, { name: null }, { name: ['Name'] }, { name: { first: 'Name' } }])(
    '%j for a renaming',
    async (body) => {
      expectInvalid(await unchangedBy({ method: 'PATCH', path: `/api-keys/${key.keyId}`, body }), '/name');
    },
  );

  test('a field that may not be changed', async () => {
    for (const more of [{ id: 'x' }, { hash: 'x' }, { hint: 'x' }, { rotated_to: null }, { revision: 7 }]) {
      const body = { name: 'Name', ...more };
      const response = await unchangedBy({ method: 'PATCH', path: `/api-keys/${key.keyId}`, body });
      expectProblem(response, 'invalid_request');
    }
  });
});

test('a token of more than 10 KB is refused without a crash', async () => {
  const before = await effects();

  for (const [, callOf] of ROUTES.slice(0, 3)) {
    const { status } = await callManagement({ ...callOf(key.keyId), token: 'x'.repeat(9000) });
    expect(status).toBe(401);
  }

  expect(await effects()).toEqual(before);
});
