import { beforeAll, describe, expect, test } from '@jest/globals';
import { auditEventsOf, readOtpState } from '../../support/hub-records.ts';
import { operator, request } from '../../support/local-run.ts';
import { messagesTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { whoamiCall, withKey } from '../../support/partner-calls.ts';
import { expectProblem } from '../../support/problem.ts';
import {
  createApiKey,
  createPartner,
  LEGACY_DISABLED,
  readApiKey,
  readPartner,
  SUSPENDED,
} from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { createSignedInUser, type SignedInUser } from '../../support/users.ts';

let user: SignedInUser;
let keyId: string;
let key: string;

beforeAll(async () => {
  user = await createSignedInUser({ partnerId: await createPartner({ ...SUSPENDED, active_keys: { N: '1' } }) });
  ({ keyId, key } = await createApiKey(user.partnerId));
});

const CHALLENGE = { purpose: 'create_api_key', api_key: { name: 'Name' } };

describe('a user of a suspended partner', () => {
  test('gets no code, and none is sent or counted', async () => {
    expectProblem(await managementAs(user).post('/otp-challenges', CHALLENGE), 'partner_suspended');

    expect(await messagesTo(user.email)).toEqual([]);
    expect((await readOtpState(user.userId))?.places_ms?.L ?? []).toEqual([]);
    expect(await auditEventsOf(user.partnerId)).toEqual([]);
  });

  test('reads session, keys, setting and activity', async () => {
    const manage = managementAs(user);

    expect(expectStatus(await manage.get('/session'), 200).json.partner.status).toBe('suspended');
    expect(expectStatus(await manage.get('/api-keys'), 200).json.api_keys).toHaveLength(1);
    expectStatus(await manage.get(`/api-keys/${keyId}`), 200);
    expectStatus(await manage.get('/legacy-token'), 200);
    expectStatus(await manage.get('/activity'), 200);
  });

  test('turns on no legacy tokens', async () => {
    const partnerId = await createPartner({ ...SUSPENDED, ...LEGACY_DISABLED });
    const manage = managementAs(await createSignedInUser({ partnerId }));
    const changes = { enabled: true };

    expectProblem(await manage.put('/legacy-token', changes), 'partner_suspended');
    expectProblem(
      await manage.post('/otp-challenges', { purpose: 'update_legacy_token', changes }),
      'partner_suspended',
    );

    expect(await readPartner(partnerId)).toMatchObject({ legacy_token_enabled: { BOOL: false } });
    expect(await auditEventsOf(partnerId)).toEqual([]);
  });

  test('turns legacy tokens off and deletes keys, which open nothing meanwhile', async () => {
    expectRefusal(await request(whoamiCall(withKey(key))), REFUSALS.partner_suspended);
    expectStatus(await managementAs(user).put('/legacy-token', { enabled: false }), 200);
    expectStatus(await managementAs(user).delete(`/api-keys/${keyId}`), 204);

    expect(await readApiKey(user.partnerId, keyId)).toMatchObject({ status: { S: 'deleted' } });
    expectRefusal(await request(whoamiCall(withKey(key))), REFUSALS.unauthorized);
  });
});

test('suspension by the operator counts from the very next call on, in both directions', async () => {
  const other = await createSignedInUser();
  expect((await operator('partner', 'suspend', other.partnerId)).status).toBe(0);
  expectProblem(await managementAs(other).post('/otp-challenges', CHALLENGE), 'partner_suspended');
  expect((await operator('partner', 'reactivate', other.partnerId)).status).toBe(0);

  expectStatus(await managementAs(other).post('/otp-challenges', CHALLENGE), 201);
});

test('a user whom the operator removes is out from the very next call on', async () => {
  const removed = await createSignedInUser();
  expectStatus(await managementAs(removed).get('/session'), 200);

  const result = await operator('user', 'remove', removed.partnerId, removed.email);

  expect(result).toMatchObject({ status: 0, stderr: '' });
  expectProblem(await managementAs(removed).get('/session'), 'not_a_partner_user');
  expectProblem(await managementAs(removed).put('/legacy-token', { enabled: false }), 'not_a_partner_user');
});
