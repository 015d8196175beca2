import { expect, test } from '@jest/globals';
import { recordKeys } from '../../../lambdas/adapters/dynamodb/record-keys.ts';
import { brokenInvariants, UNIQUE_NAME } from '../../../tools/proof/records/broken-invariants.ts';
import type { Item } from '../../../tools/proof/records/read-records.ts';

const PK = { S: 'PARTNER#aPA' };
const partner: Item = {
  PK,
  SK: { S: 'PARTNER' },
  partner_id: { S: 'aPA' },
  status: { S: 'active' },
  legacy_token_enabled: { BOOL: true },
  active_keys: { N: '1' },
  token_generations: { M: {} },
};
const user: Item = {
  PK: { S: 'USER#s' },
  SK: { S: 'USER' },
  user_id: { S: 's' },
  partner_id: { S: 'aPA' },
  email: { S: 'ana@demo.example' },
  identities: { L: [{ M: { issuer: { S: 'https://issuer.example' }, subject: { S: 'subject' } } }] },
  generation: { N: '2' },
};
const email: Item = { ...recordKeys.email('ana@demo.example'), user_id: { S: 's' } };
const identity: Item = {
  ...recordKeys.identity({ issuer: 'https://issuer.example', subject: 'subject' }),
  user_id: { S: 's' },
};
const member: Item = { PK, SK: { S: 'MEMBER#s' }, user_id: { S: 's' } };
const token: Item = {
  PK: { S: 'TOKEN#h' },
  SK: { S: 'TOKEN' },
  user_id: { S: 's' },
  partner_id: { S: 'aPA' },
  generation: { N: '2' },
  expires_at: { N: '9999999999' },
};
const older: Item = { ...token, PK: { S: 'TOKEN#i' }, generation: { N: '1' } };
const revoking = (generation: string): Item => ({
  ...partner,
  token_generations: { M: { s: { M: { generation: { N: generation } } } } },
});
const otp: Item = {
  PK: { S: 'USER#s' },
  SK: { S: 'OTP' },
  challenge: { M: { id: { S: 'two' } } },
  past_challenges: { L: [{ S: 'one' }] },
  places_ms: { L: [{ N: '1' }] },
};
let events = 0;
const event = (action: string, target?: string): Item => ({
  PK,
  SK: { S: `AUDIT#${String(++events).padStart(4, '0')}` },
  action: { S: action },
  ...(target !== undefined && { target: { S: target } }),
});
const key = (id: string, status = 'active', name = `${UNIQUE_NAME}${id}`): Item => ({
  PK,
  SK: { S: `KEY#${id}` },
  key_id: { S: id },
  status: { S: status },
  name: { S: name },
});
const rotated = (id: string, successor: string, status = 'active'): Item => ({
  ...key(id, status),
  rotated_to: { S: successor },
});
const links = [email, identity];
const keyRecords = [key('k'), event('api_key.created', 'k')];
const sound = [partner, user, ...links, member, token, otp, event('user.added', 'e'), ...keyRecords];
const without = (...gone: readonly Item[]) => sound.filter((item) => !gone.includes(item));

test('records that belong together are sound', () => {
  expect(brokenInvariants(sound)).toEqual([]);
  expect(
    brokenInvariants([...sound, key('d', 'deleted'), event('api_key.created', 'd'), event('api_key.deleted', 'd')]),
  ).toEqual([]);
  expect(brokenInvariants([...sound, event('partner.suspended'), event('partner.reactivated')])).toEqual([]);
});

test('so are tokens that were revoked', () => {
  expect(brokenInvariants([revoking('2'), older, ...without(partner)])).toEqual([]);
  const removed = [revoking('3'), ...without(partner, user, ...links, member), event('user.removed', 'e')];
  expect(brokenInvariants(removed)).toEqual([]);
  expect(brokenInvariants([...sound, { ...older, expires_at: { N: '1' } }])).toEqual([]);
});

test('so are keys with a successor, and disabled ones', () => {
  const successor = sound.filter(({ action }) => action?.S !== 'api_key.created');
  const old = [event('api_key.created', 'r'), event('api_key.rotated', 'r')];

  expect(brokenInvariants([...successor, rotated('r', 'k'), ...old])).toEqual([]);
  expect(brokenInvariants([...successor, rotated('r', 'k', 'deleted'), ...old, event('api_key.deleted', 'r')])).toEqual(
    [],
  );
  const disabled = [key('k', 'disabled'), event('api_key.disabled', 'k')];
  expect(brokenInvariants([...sound.filter(({ key_id }) => key_id === undefined), ...disabled])).toEqual([]);
});

// Scheduling turns legacy tokens on where they are off.
test('a switch that a schedule turned on again is fine', () => {
  const events = ['disabled', 'scheduled', 'disabled', 'enabled', 'scheduled'].map((how) =>
    event(`legacy_token.${how}`),
  );

  expect(brokenInvariants([...sound, ...events])).toEqual([]);
});

test.each<[string, Item[], RegExp]>([
  ['a count that is wrong', [...sound, key('x'), event('api_key.created', 'x')], /counts 1 active keys and has 2/],
  [
    'a key without its event',
    [...without(), key('d', 'deleted'), event('api_key.deleted', 'd')],
    /d has 0 creation events/,
  ],
  [
    'a deletion without its event',
    [...sound, key('d', 'deleted'), event('api_key.created', 'd')],
    /deleted key d has 0/,
  ],
  [
    'a rotation without its event',
    [...sound, rotated('r', 'x'), key('x'), event('api_key.created', 'r')],
    /r has 0 rotations/,
  ],
  [
    'a successor that is not there',
    [...sound, rotated('r', 'x'), event('api_key.created', 'r'), event('api_key.rotated', 'r')],
    /rotated to the key x, which does not exist/,
  ],
  [
    'a disabled key that is not counted',
    [...sound, key('x', 'disabled'), event('api_key.created', 'x')],
    /counts 1 active keys and has 2/,
  ],
  ['an event of a key that is not there', [...sound, event('api_key.created', 'lost')], /names the key lost/],
  ['a suspension without effect', [...sound, event('partner.suspended')], /does not match its last partner\.suspended/],
  [
    'a switch without an event',
    [{ ...partner, legacy_token_enabled: { BOOL: false } }, ...without(partner)],
    /does not match its last legacy_token/,
  ],
  [
    'a switch told twice',
    [...sound, ...['disabled', 'disabled', 'enabled'].map((how) => event(`legacy_token.${how}`))],
    /twice in a row/,
  ],
  [
    'a switch that is told on after a schedule turned it on',
    [...sound, ...['disabled', 'scheduled', 'enabled'].map((how) => event(`legacy_token.${how}`))],
    /twice in a row/,
  ],
  ['a user without membership', without(member), /members that do not match its users/],
  ['a user removed without an event', without(user, ...links, member, token), /has 0 users, and events of 1/],
  ['a token that outlives its user', [...without(user, ...links, member), event('user.removed', 'e')], /1 live tokens/],
  ['a token that outlives a revocation', [...sound, older], /1 live tokens/],
  ['a token that was revoked for nothing', [revoking('3'), ...without(partner)], /1 live tokens/],
  ['a user whom no address leads to', without(email), /Nothing leads from EMAIL#/],
  ['a user whom no identity leads to', without(identity), /Nothing leads from IDENTITY#/],
  [
    'an address that outlives its user',
    [...without(user, identity, member, token), event('user.removed', 'e')],
    /EMAIL#/,
  ],
  ['an identity of another user', [...without(identity), { ...identity, user_id: { S: 't' } }], /leads to t/],
  [
    'a challenge used twice',
    [...sound, key('o', 'deleted', `${UNIQUE_NAME}k`), event('api_key.created', 'o'), event('api_key.deleted', 'o')],
    /used twice/,
  ],
  [
    'a challenge that is past and pending',
    [{ ...otp, past_challenges: { L: [{ S: 'two' }] } }, ...without(otp)],
    /past and pending/,
  ],
  [
    'too many send slots',
    [{ ...otp, places_ms: { L: Array.from({ length: 6 }, () => ({ N: '1' })) } }, ...without(otp)],
    /five send slots/,
  ],
])('%s is found', (_what, items, sentence) => {
  expect(brokenInvariants(items).join('\n')).toMatch(sentence);
});
