import { expect, test } from '@jest/globals';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { expectProblem } from '../../support/problem.ts';
import { type Changes, changePartner, createPartner, LEGACY_DISABLED, SUSPENDED } from '../../support/records.ts';
import { createSignedInUser, createUserOf } from '../../support/users.ts';

test('GET /session tells who is signed in, and for which partner', async () => {
  const user = await createSignedInUser();

  const { json } = expectStatus(await managementAs(user).get('/session'), 200);

  expect(json).toEqual({
    user: { id: user.userId, email: user.email },
    partner: { id: user.partnerId, name: 'Test partner', status: 'active', legacy_token_enabled: true },
    viewer_ip: '127.0.0.1',
  });
});

test('two users of one partner see the same partner', async () => {
  const partnerId = await createPartner();

  for (const user of [await createSignedInUser({ partnerId }), await createSignedInUser({ partnerId })]) {
    const { json } = expectStatus(await managementAs(user).get('/session'), 200);
    expect(json).toMatchObject({ user: { id: user.userId }, partner: { id: partnerId } });
  }
});

test('GET /session follows the partner from the very next call on', async () => {
  const user = await createSignedInUser();
  expectStatus(await managementAs(user).get('/session'), 200);

  await changePartner(user.partnerId, { ...SUSPENDED, ...LEGACY_DISABLED, name: { S: 'Käse & "Brot" 日本' } });
  const { json } = expectStatus(await managementAs(user).get('/session'), 200);

  expect(json.partner).toEqual({
    id: user.partnerId,
    name: 'Käse & "Brot" 日本',
    status: 'suspended',
    legacy_token_enabled: false,
  });
});

// A record that cannot be read is like one that cannot be reached: nothing is decided on a guess.
test.each<[string, Changes]>([
  ['no status', { status: undefined }],
  ['an unknown status', { status: { S: 'frozen' } }],
  ['no word on legacy tokens', { legacy_token_enabled: undefined }],
  ['no name', { name: undefined }],
])('a partner record with %s is answered as temporarily unavailable', async (_what, changes) => {
  const user = await createUserOf(changes);

  expectProblem(await managementAs(user).get('/session'), 'temporarily_unavailable');
});
