import { expect, test } from '@jest/globals';
import { request } from '../../support/local-run.ts';
import { echoCall, whoamiCall, withKey } from '../../support/partner-calls.ts';
import { createApiKey, createPartner, epochSeconds } from '../../support/records.ts';
import { expectRefusal, REFUSALS } from '../../support/refusal.ts';
import { untilAfter } from '../../support/until-after.ts';

const endingAt = (seconds: number) => ({ expires_at: { N: String(seconds) } });

test('a key is good until its second, and refused from then on', async () => {
  const partnerId = await createPartner();
  const end = epochSeconds() + 2;
  const { key } = await createApiKey(partnerId, endingAt(end));

  const refusal = await untilAfter(end * 1000, () => request(echoCall(partnerId, withKey(key))));

  expectRefusal(refusal, REFUSALS.api_key_expired);
});

test.each([
  ['this very second', () => epochSeconds()],
  ['long ago', () => 1],
  ['zero', () => 0],
])('an end in the past refuses: %s', async (_what, end) => {
  const partnerId = await createPartner();
  const { key } = await createApiKey(partnerId, endingAt(end()));

  for (const call of [echoCall(partnerId, withKey(key)), whoamiCall(withKey(key))]) {
    expectRefusal(await request(call), REFUSALS.api_key_expired);
  }
});

test.each([
  ['a text', { S: '4102444800' }],
  ['a fraction', { N: '4102444800.5' }],
  ['a flag', { BOOL: true }],
])('an end that cannot be read lets nobody in: %s', async (_what, expires_at) => {
  const partnerId = await createPartner();
  const { key } = await createApiKey(partnerId, { expires_at });

  expectRefusal(await request(echoCall(partnerId, withKey(key))), REFUSALS.temporarily_unavailable);
});

test('whoami tells the end', async () => {
  const end = epochSeconds() + 3600;
  const { key } = await createApiKey(await createPartner(), endingAt(end));

  const { json } = await request(whoamiCall(withKey(key)));

  expect(json.credential.expires_at).toBe(new Date(end * 1000).toISOString());
});
