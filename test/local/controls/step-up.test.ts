import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type CreatedKey,
  createKeyWithCode,
  requestCode,
  requestCodeFor,
  sendCode,
  wrongCode,
} from '../../support/create-key.ts';
import { auditEventsOf, keysOfPartner, readOtpState } from '../../support/hub-records.ts';
import { changeKeyWithCode, withCode } from '../../support/key-controls.ts';
import { request } from '../../support/local-run.ts';
import { messagesTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { whoamiCall, withKey } from '../../support/partner-calls.ts';
import { expectInvalid, expectProblem } from '../../support/problem.ts';
import { changePartner, createApiKey, EXPIRED, readApiKey, SUSPENDED } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Math.floor((Date.now() + days * DAY_MS) / 1000) * 1000).toISOString();
const SOON = inDays(10);
const CONTROLS = {
  scopes: ['clients:read', 'balance:read'],
  allowed_ips: ['127.0.0.1', '192.0.2.0/24'],
  expires_at: SOON,
};

let user: SignedInUser;
let key: CreatedKey;

beforeEach(async () => {
  user = await createSignedInUser();
  key = await createKeyWithCode(user, 'ERP', CONTROLS);
});

const patch = (changes: object) => managementAs(user).patch(`/api-keys/${key.id}`, changes);
const asking = (changes: object, keyId = key.id) => ({ purpose: 'update_api_key', api_key_id: keyId, changes });
const stored = () => readApiKey(user.partnerId, key.id);

describe('creating a key', () => {
  test('writes exactly what its code was asked for, in normal form', async () => {
    const controls = {
      scopes: ['balance:read', 'clients:read', 'clients:write', 'balance:read'],
      allowed_ips: ['192.0.2.77/24', ' 2001:DB8:0:0::1 ', '::ffff:198.51.100.7', '192.0.2.0/24'],
      expires_at: '2100-01-01T01:00:00.900+01:00',
    };

    const { apiKey } = await createKeyWithCode(user, 'Narrow', controls);

    expect(apiKey).toMatchObject({
      scopes: ['clients:write', 'balance:read'],
      allowed_ips: ['192.0.2.0/24', '2001:db8::1', '198.51.100.7'],
      expires_at: '2100-01-01T00:00:00.000Z',
    });
    expect((await managementAs(user).get(`/api-keys/${apiKey.id}`)).json).toEqual(apiKey);
  });

  test.each<[string, object, string]>([
    ['no scope', { scopes: [] }, '/api_key/scopes'],
    ['an unknown scope', { scopes: ['clients:read', 'clients:delete'] }, '/api_key/scopes'],
    ['a text as scopes', { scopes: '*' }, '/api_key/scopes'],
    ['a name as address', { allowed_ips: ['host.example'] }, '/api_key/allowed_ips/0'],
    ['every address', { allowed_ips: ['192.0.2.1', '0.0.0.0/0'] }, '/api_key/allowed_ips/1'],
    ['a short address', { allowed_ips: ['127.1'] }, '/api_key/allowed_ips/0'],
    ['a zone', { allowed_ips: ['fe80::1%eth0'] }, '/api_key/allowed_ips/0'],
    ['an end that has passed', { expires_at: inDays(-1) }, '/api_key/expires_at'],
    ['an end without a zone', { expires_at: '2100-01-01T00:00:00' }, '/api_key/expires_at'],
    ['an end in seconds', { expires_at: 4102444800 }, '/api_key/expires_at'],
  ])('gets no code for %s', async (_what, controls, pointer) => {
    const seen = (await messagesTo(user.email)).length;
    const body = { purpose: 'create_api_key', api_key: { name: 'Name', ...controls } };

    expectInvalid(await managementAs(user).post('/otp-challenges', body), pointer);

    expect(await messagesTo(user.email)).toHaveLength(seen);
  });

  test('hints at the empty list where every address is wanted', async () => {
    const body = { purpose: 'create_api_key', api_key: { name: 'Name', allowed_ips: ['::/0'] } };

    const { json } = await managementAs(user).post('/otp-challenges', body);

    expect(json.errors[0].detail).toContain('leave the list empty');
  });
});

describe('a change that widens', () => {
  const WIDER: [string, object, string[]][] = [
    ['one more scope', { scopes: ['clients:read', 'balance:read', 'flows:read'] }, ['scopes']],
    ['writing', { scopes: ['clients:write'] }, ['scopes']],
    ['everything', { scopes: ['*'] }, ['scopes']],
    ['all reading', { scopes: ['*:read'] }, ['scopes']],
    ['another scope instead', { scopes: ['flows:read'] }, ['scopes']],
    ['one more address', { allowed_ips: ['127.0.0.1', '192.0.2.0/24', '192.0.3.0'] }, ['allowed_ips']],
    ['a larger range', { allowed_ips: ['192.0.2.0/23'] }, ['allowed_ips']],
    ['an address of the other family', { allowed_ips: ['::1'] }, ['allowed_ips']],
    ['an emptied list', { allowed_ips: [] }, ['allowed_ips']],
    ['a later second', { expires_at: new Date(Date.parse(SOON) + 1000).toISOString() }, ['expires_at']],
    ['no end', { expires_at: null }, ['expires_at']],
    [
      'all of it, among narrowings',
      { scopes: ['*'], allowed_ips: [], expires_at: null, name: 'X' },
      ['scopes', 'allowed_ips', 'expires_at'],
    ],
    ['one of several', { scopes: ['clients:read'], allowed_ips: [], status: 'disabled' }, ['allowed_ips']],
  ];

  test.each(WIDER)('is refused without a code, which says what widens: %s', async (_what, changes, widens) => {
    const before = await stored();

    expectProblem(await patch(changes), 'otp_required', { widens });

    expect(await stored()).toEqual(before);
    expect(await auditEventsOf(user.partnerId)).toHaveLength(1);
  });

  test.each(WIDER)('is made with a code for exactly it: %s', async (_what, changes) => {
    const { json } = expectStatus(await changeKeyWithCode(user, key.id, changes), 200);

    expect(json).toMatchObject(changes);
    expect((await managementAs(user).get(`/api-keys/${key.id}`)).json).toEqual(json);
    const events = (await auditEventsOf(user.partnerId)).map(({ action, target }) => [action?.S, target?.S]);
    expect(events).toHaveLength(2);
  });

  test('enabling a key is one', async () => {
    expect(expectStatus(await patch({ status: 'disabled' }), 200).json.status).toBe('disabled');
    expectRefusal(await request(whoamiCall(withKey(key.key))), REFUSALS.api_key_disabled);

    expectProblem(await patch({ status: 'active' }), 'otp_required', { widens: ['status'] });
    expectRefusal(await request(whoamiCall(withKey(key.key))), REFUSALS.api_key_disabled);

    expect(expectStatus(await changeKeyWithCode(user, key.id, { status: 'active' }), 200).json.status).toBe('active');
    expectStatus(await request(whoamiCall(withKey(key.key))), 200);
    const actions = (await auditEventsOf(user.partnerId)).map(({ action }) => action?.S);
    expect(actions).toEqual(['api_key.created', 'api_key.disabled', 'api_key.enabled']);
  });
});

describe('a change that narrows takes no code:', () => {
  test.each<[string, object, string]>([
    ['a new name', { name: 'Renamed' }, 'api_key.renamed'],
    ['fewer scopes', { scopes: ['clients:read'] }, 'api_key.updated'],
    ['fewer addresses', { allowed_ips: ['127.0.0.1'] }, 'api_key.updated'],
    ['a part of a range', { allowed_ips: ['192.0.2.128/25', '127.0.0.1'] }, 'api_key.updated'],
    ['an earlier end', { expires_at: inDays(1) }, 'api_key.updated'],
    ['disabling', { status: 'disabled' }, 'api_key.disabled'],
    [
      'all of it',
      { name: 'N', scopes: ['clients:read'], allowed_ips: ['127.0.0.1'], expires_at: inDays(1) },
      'api_key.updated',
    ],
  ])('%s', async (_what, changes, action) => {
    const seen = (await messagesTo(user.email)).length;

    expect(expectStatus(await patch(changes), 200).json).toMatchObject(changes);

    expect((await auditEventsOf(user.partnerId)).at(-1)).toMatchObject({
      action: { S: action },
      target: { S: key.id },
    });
    expect(await messagesTo(user.email)).toHaveLength(seen);
  });

  test('the same again, in another order and spelling, writes nothing', async () => {
    const before = await stored();

    const same = {
      scopes: ['balance:read', 'clients:read'],
      allowed_ips: ['127.0.0.1/32', '192.0.2.9/24'],
      expires_at: SOON,
    };
    expectStatus(await patch(same), 200);

    expect(await stored()).toEqual(before);
  });

  test('nothing at all is a mistake', async () => {
    expectInvalid(await patch({}), '');
  });
});

describe('a code is good for nothing but what it was asked for:', () => {
  const WANTED = { scopes: ['clients:write'] };

  test.each<[string, object]>([
    ['more scopes', { scopes: ['*'] }],
    ['something beside', { ...WANTED, allowed_ips: [] }],
    ['another name beside', { ...WANTED, name: 'Other' }],
    ['another field', { expires_at: null }],
    ['less', { scopes: ['clients:read'] }],
  ])('not for %s', async (_what, changes) => {
    const sent = await requestCodeFor(user, asking(WANTED));
    const before = await stored();

    expectInvalid(await patch(withCode(changes, sent)), '/challenge_id');

    expect(await stored()).toEqual(before);
    // No attempt is spent, and the code is still good.
    expect((await readOtpState(user.userId))?.challenge?.M?.attempts_left).toEqual({ N: '5' });
    expectStatus(await patch(withCode(WANTED, sent)), 200);
    expectProblem(await patch(withCode({ scopes: ['*'] }, sent)), 'otp_expired');
  });

  test('not for another key, settings, a rotation or a new key', async () => {
    const other = await createApiKey(user.partnerId, { scopes: { L: [{ S: 'clients:read' }] } });
    const sent = await requestCodeFor(user, asking(WANTED));
    const manage = managementAs(user);

    expectInvalid(await manage.patch(`/api-keys/${other.keyId}`, withCode(WANTED, sent)), '/challenge_id');
    expectInvalid(await manage.patch('/settings', withCode({ allowed_ips: [] }, sent)), '/challenge_id');
    expectInvalid(await manage.post(`/api-keys/${key.id}/rotate`, withCode({}, sent)), '/challenge_id');
    expectInvalid(await sendCode(user, sent.id, sent.code), '/challenge_id');
    expect(await keysOfPartner(user.partnerId)).toHaveLength(2);
  });

  test('and for nobody else: not for a colleague, and not for a user of another partner', async () => {
    const sent = await requestCodeFor(user, asking(WANTED));
    const before = await stored();
    for (const other of [await createSignedInUser({ partnerId: user.partnerId }), await createSignedInUser()]) {
      const response = await managementAs(other).patch(`/api-keys/${key.id}`, withCode(WANTED, sent));

      expectProblem(response, 'not_found');
    }
    expect(await stored()).toEqual(before);
  });

  test('a code for a new key widens none', async () => {
    const sent = await requestCode(user);

    expectInvalid(await patch(withCode(WANTED, sent)), '/challenge_id');
  });

  test('a wrong code changes nothing, and takes an attempt', async () => {
    const { id, code } = await requestCodeFor(user, asking(WANTED));
    const before = await stored();

    expectProblem(await patch(withCode(WANTED, { id, code: wrongCode(code) })), 'otp_incorrect', { attempts_left: 4 });

    expect(await stored()).toEqual(before);
    const event = (await auditEventsOf(user.partnerId)).at(-1);
    expect(event).toMatchObject({ action: { S: 'otp.failed' }, target: { S: 'ERP' } });
  });

  test('half of a code is no code', async () => {
    const { id, code } = await requestCodeFor(user, asking(WANTED));

    for (const half of [{ challenge_id: id }, { code }]) {
      expectProblem(await patch({ ...WANTED, ...half }), 'invalid_request');
    }
  });
});

describe('no code is sent', () => {
  test.each(['0123456789ab', 'x', '../settings'])('for a key that does not exist: %s', async (keyId) => {
    expectProblem(await managementAs(user).post('/otp-challenges', asking({ scopes: ['*'] }, keyId)), 'not_found');
  });

  test("for another partner's key", async () => {
    const stranger = await createSignedInUser();

    expectProblem(await managementAs(stranger).post('/otp-challenges', asking({ scopes: ['*'] })), 'not_found');
    expect(await messagesTo(stranger.email)).toEqual([]);
  });

  test('for no change', async () => {
    expectInvalid(await managementAs(user).post('/otp-challenges', asking({})), '/changes');
  });

  test('to a suspended partner, who may narrow and disable all the same', async () => {
    const sent = await requestCodeFor(user, asking({ scopes: ['*'] }));
    await changePartner(user.partnerId, SUSPENDED);

    expectProblem(await managementAs(user).post('/otp-challenges', asking({ scopes: ['*'] })), 'partner_suspended');
    expectProblem(await patch(withCode({ scopes: ['*'] }, sent)), 'partner_suspended');
    expectStatus(await patch({ scopes: ['clients:read'] }), 200);
    expectStatus(await patch({ status: 'disabled' }), 200);
  });
});

// A template for codes at WhatsApp takes the code and no other text.
test('the message by e-mail spells the change out', async () => {
  const changes = {
    name: 'ERP 2',
    scopes: ['clients:write', 'flows:read'],
    allowed_ips: ['10.0.0.0/8'],
    expires_at: null,
  };

  const { message } = await requestCodeFor(user, asking({ ...changes, status: 'active' }));

  for (const part of ['ERP', key.id, 'ERP 2', 'clients:write', 'flows:read', '10.0.0.0/8', 'never', 'active']) {
    expect(message.text).toContain(part);
  }
});

test('an expired key works again with a later end, which takes a code', async () => {
  const expired = await createApiKey(user.partnerId, EXPIRED);
  expectRefusal(await request(whoamiCall(withKey(expired.key))), REFUSALS.api_key_expired);

  expectStatus(await changeKeyWithCode(user, expired.keyId, { expires_at: inDays(1) }), 200);

  expectStatus(await request(whoamiCall(withKey(expired.key))), 200);
});
