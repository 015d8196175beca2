import { beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyWithCode, requestCode, sendCode, wrongCode } from '../../support/create-key.ts';
import { letOtpTimePass } from '../../support/hub-records.ts';
import {
  changeKeyWithCode,
  changeSettingsWithCode,
  rotateKey,
  setLegacyTokenWithCode,
} from '../../support/key-controls.ts';
import { operator } from '../../support/local-run.ts';
import { noticesTo, noticeTo } from '../../support/mailbox.ts';
import { expectStatus, managementAs } from '../../support/management-api.ts';
import { putRecord } from '../../support/records.ts';
import {
  createSignedInUser,
  createUser,
  removeUserRecords,
  type SignedInUser,
  type User,
} from '../../support/users.ts';

const HOSTILE = '<img src=x onerror="alert(1)">';
/** As messages show it. */
const HOSTILE_QUOTED = `"<img src=x onerror='alert(1)'>"`;
const SUBJECTS = {
  created: 'An API key was generated',
  rotated: 'An API key was rotated',
  widened: 'An API key may do more than before',
  narrowed: 'An API key may do less than before',
  opened: 'The security settings allow more than before',
  closed: 'The security settings allow less than before',
  removed: 'A user was removed',
  suspended: 'Your access to the Partner API was suspended',
  reactivated: 'Your access to the Partner API is no longer suspended',
  disabled: 'An API key was disabled',
  deleted: 'An API key was deleted',
  off: 'Legacy Token Authentication was turned off',
  on: 'Legacy Token Authentication was turned on',
  locked: 'Generating and widening API keys is locked for 24 hours',
  lockedOther: 'A user was locked after wrong codes',
  usedAgain: 'A deleted API key is used again',
};

let user: SignedInUser;
let colleague: User;

beforeEach(async () => {
  user = await createSignedInUser();
  colleague = await createUser({ partnerId: user.partnerId });
});

const subjectsTo = async ({ email }: User) => (await noticesTo(email)).map(({ subject }) => subject);
const mute = async (by: SignedInUser, ...kinds: string[]) =>
  expectStatus(
    await managementAs(by).patch('/notices', { notices: Object.fromEntries(kinds.map((kind) => [kind, false])) }),
    200,
  );

/** Notices come in the order of their changes: when the last one has come, all before it have. */
async function allDelivered(...others: readonly User[]): Promise<void> {
  expectStatus(await managementAs(user).put('/legacy-token', { enabled: false }), 200);
  for (const { email } of [user, colleague, ...others]) await noticeTo(email, SUBJECTS.off);
}

async function useDeletedKey(keyId: string, at: string): Promise<void> {
  await putRecord({
    PK: { S: `USAGE#${user.partnerId}` },
    SK: { S: `${keyId}#REVOKED#${at.slice(0, 10)}` },
    notice: { S: 'revoked_key_used' },
    partner_id: { S: user.partnerId },
    key_id: { S: keyId },
    at: { S: at },
    ip: { S: '198.51.100.7' },
  });
}

describe('nobody is notified', () => {
  test('who is of another partner, who was removed, or who has muted it', async () => {
    const stranger = await createSignedInUser();
    const removed = await createUser({ partnerId: user.partnerId });
    const muting = await createSignedInUser({ partnerId: user.partnerId });
    await mute(muting, 'api_key_deleted');
    await removeUserRecords(removed);

    const { id } = await createKeyWithCode(user);
    expectStatus(await managementAs(user).delete(`/api-keys/${id}`), 204);
    await allDelivered(muting);

    const { created, deleted, off } = SUBJECTS;
    expect(await subjectsTo(stranger)).toEqual([]);
    expect(await subjectsTo(removed)).toEqual([]);
    expect((await subjectsTo(muting)).toSorted()).toEqual([created, off, 'You will get fewer notices'].toSorted());
    expect((await subjectsTo(colleague)).toSorted()).toEqual([created, deleted, off].toSorted());
  });

  test('of what renames or is a single wrong code', async () => {
    const { id } = await createKeyWithCode(user);
    const manage = managementAs(user);
    expectStatus(await manage.patch(`/api-keys/${id}`, { name: 'Renamed' }), 200);
    const sent = await requestCode(user);
    expectStatus(await sendCode(user, sent.id, wrongCode(sent.code)), 403);
    await allDelivered();

    expect((await subjectsTo(user)).toSorted()).toEqual([SUBJECTS.created, SUBJECTS.off].toSorted());
  });

  test('of a record that cannot be read, but of what comes after it', async () => {
    await putRecord({
      PK: { S: `PARTNER#${user.partnerId}` },
      SK: { S: 'AUDIT#01ARZ3NDEKTSV4RRFFQ69G5FAV' },
      action: { S: 'api_key.created' },
    });
    await allDelivered();

    expect(await subjectsTo(user)).toEqual([SUBJECTS.off]);
  });
});

// It would hold up the notices of all partners.
test('a partner one of whose users cannot be read keeps nobody else waiting', async () => {
  const other = await createSignedInUser();
  await putRecord({ PK: { S: `PARTNER#${other.partnerId}` }, SK: { S: 'MEMBER#broken' }, user_id: { S: 'broken' } });
  expectStatus(await managementAs(other).put('/legacy-token', { enabled: false }), 200);
  await allDelivered();

  expect(await subjectsTo(other)).toEqual([]);
});

test('everybody is notified once of every change, with who, what and from where', async () => {
  const { id, key } = await createKeyWithCode(user, 'ERP');
  const manage = managementAs(user);
  expectStatus(await manage.patch(`/api-keys/${id}`, { status: 'disabled' }), 200);
  expectStatus(await changeKeyWithCode(user, id, { status: 'active' }), 200);
  const successor = await rotateKey(user, id, 3600);
  expectStatus(await manage.delete(`/api-keys/${id}`), 204);
  expectStatus(await manage.put('/legacy-token', { enabled: false }), 200);
  expectStatus(await setLegacyTokenWithCode(user, { enabled: true }), 200);

  for (const { email } of [user, colleague]) {
    await noticeTo(email, SUBJECTS.on);
    const notices = await noticesTo(email);
    const { created, rotated, widened, disabled, deleted, off, on } = SUBJECTS;
    expect(notices.map(({ subject }) => subject).toSorted()).toEqual(
      [created, disabled, widened, rotated, deleted, off, on].toSorted(),
    );
    for (const { text, html, from } of notices) {
      expect(from).toBe('partner-hub@local.example');
      expect(text).toContain(`By: ${user.email}`);
      expect(text).toMatch(/^From: (127\.0\.0\.1|::1)$/m);
      expect(text).toContain(user.partnerId);
      for (const secret of [key, successor.key]) expect(`${text}${html}`).not.toContain(secret);
    }
    expect(notices.find(({ subject }) => subject === created)?.text).toContain(`API key: "ERP" (${id})`);
    expect(notices.find(({ subject }) => subject === rotated)?.text).toContain(`New key: ${successor.id}`);
    expect(notices.find(({ subject }) => subject === widened)?.text).toContain('it was disabled and is usable again');
  }
});

// Without a code, whoever has a session can cut off every system of the partner; with one, let everybody in.
test('everybody is notified of changed settings, in both directions, whatever is muted of them', async () => {
  const muting = await createSignedInUser({ partnerId: user.partnerId });
  await mute(muting, 'settings_narrowed');

  expectStatus(await managementAs(user).patch('/settings', { allowed_ips: ['192.0.2.1'] }), 200);
  expectStatus(await changeSettingsWithCode(user, { allowed_ips: [] }), 200);
  await allDelivered(muting);

  const opened = 'Calls may come from: any IP address (more than before: 192.0.2.1)';
  const closed = 'Calls may come from: 192.0.2.1 (less than before: any IP address)';
  for (const { email } of [user, colleague]) {
    expect((await noticeTo(email, SUBJECTS.closed)).text).toContain(closed);
    expect((await noticeTo(email, SUBJECTS.opened)).text).toContain(opened);
  }
  expect((await noticeTo(muting.email, SUBJECTS.opened)).text).toContain(opened);
  expect(await subjectsTo(muting)).not.toContain(SUBJECTS.closed);
});

test('everybody is notified of a narrowed key', async () => {
  const { id } = await createKeyWithCode(user, 'ERP');
  expectStatus(await managementAs(user).patch(`/api-keys/${id}`, { allowed_ips: ['192.0.2.1'] }), 200);

  const { text } = await noticeTo(colleague.email, SUBJECTS.narrowed);
  expect(text).toContain(`API key: "ERP" (${id})`);
  expect(text).toContain('Less than before: where it is usable from');
});

test('everybody is notified of users who come and go, and of a suspension', async () => {
  const added = `added.${user.partnerId}@partner.example`.toLowerCase();
  const run = async (...command: string[]) => expect((await operator(...command)).status).toBe(0);
  await run('user', 'add', user.partnerId, added);
  await run('user', 'remove', user.partnerId, added);
  await run('partner', 'suspend', user.partnerId);
  await run('partner', 'reactivate', user.partnerId);

  for (const { email } of [user, colleague]) {
    await noticeTo(email, SUBJECTS.reactivated);
    expect((await noticeTo(email, 'A user was added')).text).toContain(`User: ${added}`);
    expect((await noticeTo(email, SUBJECTS.removed)).text).toContain(`User: ${added}`);
    expect((await noticeTo(email, SUBJECTS.suspended)).text).toContain('By: the operators of the platform');
  }
  await noticeTo(added, 'You were removed from the Partner Hub');
  expect((await noticesTo(added)).map(({ subject }) => subject)).not.toContain(SUBJECTS.suspended);
}, 30_000);

test('a hostile name is text', async () => {
  await createKeyWithCode(user, HOSTILE);

  const { html, text } = await noticeTo(colleague.email, SUBJECTS.created);

  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x');
  expect(text).toContain(HOSTILE_QUOTED);
});

test('a notice names operators as such', async () => {
  const { id } = await createKeyWithCode(user);
  expect((await operator('key', 'disable', user.partnerId, id)).status).toBe(0);

  expect((await noticeTo(user.email, SUBJECTS.disabled)).text).toContain('By: the operators of the platform');
});

test('all are notified of a lock, the locked user also if that is muted', async () => {
  const muting = await createSignedInUser({ partnerId: user.partnerId });
  for (const one of [user, muting]) await mute(one, 'otp_locked');
  for (let challenge = 0; challenge < 2; challenge++) {
    const { id, code } = await requestCode(user);
    for (let wrong = 0; wrong < 5; wrong++) await sendCode(user, id, wrongCode(code, wrong));
    await letOtpTimePass(user.userId, 16 * 60);
  }
  await allDelivered();

  expect(await subjectsTo(user)).toContain(SUBJECTS.locked);
  expect((await noticeTo(colleague.email, SUBJECTS.lockedOther)).text).toContain(`By: ${user.email}`);
  for (const subject of [SUBJECTS.locked, SUBJECTS.lockedOther])
    expect(await subjectsTo(muting)).not.toContain(subject);
});

test('a deleted key that is used again has one notice a day', async () => {
  const { id } = await createKeyWithCode(user, 'Old');
  expectStatus(await managementAs(user).delete(`/api-keys/${id}`), 204);
  const now = new Date().toISOString();
  await useDeletedKey(id, now);
  // The same item again is a change of it, and no new one.
  await useDeletedKey(id, now);
  await allDelivered();

  const sent = (await noticesTo(colleague.email)).filter(({ subject }) => subject === SUBJECTS.usedAgain);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.text).toContain(`API key: "Old" (${id})`);
  expect(sent[0]?.text).toContain('From: 198.51.100.7');
});
