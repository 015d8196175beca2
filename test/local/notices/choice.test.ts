import { beforeEach, describe, expect, test } from '@jest/globals';
import { MUTABLE_NOTICE_KINDS, NOTICE_KINDS } from '../../../lambdas/domain/model/notice-kinds.ts';
import { auditEventsOf } from '../../support/hub-records.ts';
import { noticesTo, noticeTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { expectInvalid } from '../../support/problem.ts';
import { createSignedInUser, createUserOf, type SignedInUser } from '../../support/users.ts';

const ALL = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, true]));
const FEWER = 'You will get fewer notices';

let user: SignedInUser;

beforeEach(async () => {
  user = await createSignedInUser();
});

const choose = (notices: unknown, by = user) => managementAs(by).patch('/notices', { notices });
const choice = async (by = user) => expectStatus(await managementAs(by).get('/notices'), 200).json;
const changes = async () =>
  (await auditEventsOf(user.partnerId)).filter(({ action }) => action?.S === 'notices.updated');

describe('a choice is refused', () => {
  test.each<[string, unknown, string]>([
    ['of a kind that there is not', { of_tomorrow: false }, '/notices'],
    ['that is neither true nor false', { otp_locked: 'no' }, '/notices/otp_locked'],
    ['of what is about more access', { api_key_created: false }, '/notices/api_key_created'],
    ['of nothing', {}, '/notices'],
    ['that is a list', ['otp_locked'], '/notices'],
    ['that is not there', undefined, '/notices'],
    // Names that every object has.
    ['of what is in every object', { constructor: false }, '/notices'],
  ])('%s', async (_, notices, pointer) => {
    expectInvalid(await choose(notices), pointer);

    expect((await choice()).notices).toEqual(ALL);
    expect(await changes()).toEqual([]);
  });

  test('with anything beside it, such as whose it is', async () => {
    const other = await createSignedInUser({ partnerId: user.partnerId });
    const body = { notices: { otp_locked: false }, email: other.email };

    expectInvalid(await managementAs(user).patch('/notices', body), '/email');
    expect((await choice(other)).notices).toEqual(ALL);
  });
});

test('at first every kind is sent, to the address of the user', async () => {
  expect(await choice()).toEqual({ email: user.email, notices: ALL });
});

test('what is muted stays so until it is turned on again, for this user alone', async () => {
  const colleague = await createSignedInUser({ partnerId: user.partnerId });

  const muted = expectStatus(await choose({ api_key_narrowed: false, otp_locked: false }), 200).json;
  expect(muted).toEqual({ email: user.email, notices: { ...ALL, api_key_narrowed: false, otp_locked: false } });
  expect(await choice()).toEqual(muted);
  expectStatus(await choose({ otp_locked: true }), 200);

  expect((await choice()).notices).toEqual({ ...ALL, api_key_narrowed: false });
  expect((await choice(colleague)).notices).toEqual(ALL);
});

test('the same again changes nothing and writes no event', async () => {
  for (let time = 0; time < 2; time++) expectStatus(await choose({ otp_locked: false, api_key_deleted: true }), 200);

  expect(await changes()).toHaveLength(1);
});

// Whoever has taken over a session could otherwise silence what comes next without a trace.
test('whoever mutes something is notified, whatever is muted, and everybody finds it in the activity', async () => {
  const colleague = await createSignedInUser({ partnerId: user.partnerId });
  expectStatus(await choose(Object.fromEntries(MUTABLE_NOTICE_KINDS.map((kind) => [kind, false]))), 200);

  const { text } = await noticeTo(user.email, FEWER);
  expect(text.match(/^Not when: /gm)).toHaveLength(MUTABLE_NOTICE_KINDS.length);
  const { json } = expectStatus(await managementAs(colleague).get('/activity'), 200);
  expect(json.events[0]).toMatchObject({ action: 'notices.updated', actor: user.email, target: user.email });

  expectStatus(await choose({ legacy_token_off: true }), 200);
  expectStatus(await managementAs(colleague).put('/legacy-token', { enabled: false }), 200);
  await noticeTo(user.email, 'Legacy Token Authentication was turned off');
  expect((await noticesTo(user.email)).filter(({ subject }) => subject === FEWER)).toHaveLength(1);
  expect((await noticesTo(colleague.email)).map(({ subject }) => subject)).not.toContain(FEWER);
});

test('it is open to users of a suspended partner', async () => {
  const suspended = await createUserOf({ status: { S: 'suspended' } });

  expectStatus(await choose({ otp_locked: false }, suspended), 200);
  expect((await choice(suspended)).notices).toMatchObject({ otp_locked: false });
});
