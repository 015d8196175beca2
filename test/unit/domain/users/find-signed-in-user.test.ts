import { beforeEach, describe, expect, it } from '@jest/globals';
import { findSignedInUser } from '../../../../lambdas/domain/users/find-signed-in-user.ts';
import type { SignedInAccount } from '../../../../lambdas/domain/users/identity.ts';
import { removeUser } from '../../../../lambdas/domain/users/manage-users.ts';
import { NOW_MS, recordsWith, USER } from '../../../handlers/records-of-a-partner.ts';
import type { MemoryRecords } from '../../../support/memory/records.ts';
import { MemoryUserStore } from '../../../support/memory/user-store.ts';

const POOL = 'https://pool.example';
const OTHER = 'https://other.example';
const ACCOUNT: SignedInAccount = { issuer: POOL, subject: 'subject-1', email: USER.email };
let records: MemoryRecords;
let users: MemoryUserStore;

beforeEach(() => {
  records = recordsWith({ user: { identities: [] } });
  users = new MemoryUserStore(records);
});

const find = (account: Partial<SignedInAccount> = {}, store = users) =>
  findSignedInUser({ ...ACCOUNT, ...account }, store, NOW_MS);
const identities = () => records.users.get(USER.userId)?.identities;

describe('an account is no partner user', () => {
  it('if its e-mail address is not verified, or another one', async () => {
    expect(await find({ email: null })).toBeNull();
    expect(await find({ email: 'somebody@demo.example' })).toBeNull();
    expect(identities()).toEqual([]);
  });

  // Unicode lowers the Kelvin sign to a k: it is another mailbox.
  it('if its e-mail address only looks like that of a user', async () => {
    records.users.set(USER.userId, { ...USER, identities: [], email: 'kim@demo.example' });
    expect(await find({ email: '\u212aim@demo.example' })).toBeNull();
    expect(await find({ email: 'KIM@demo.example' })).not.toBeNull();
  });

  it('if it is the second of its issuer with the same address', async () => {
    await find();
    expect(await find({ subject: 'subject-2' })).toBeNull();
    expect(await find()).not.toBeNull();
  });

  it('if another issuer has given the same subject to somebody else', async () => {
    await find();
    expect(await find({ issuer: OTHER, email: null })).toBeNull();
    expect(await find({ issuer: OTHER, email: 'somebody@demo.example' })).toBeNull();
  });

  it('if its user was removed', async () => {
    await find();
    await removeUser(users, USER.partnerId, USER.email);
    expect(await find()).toBeNull();
  });
});

describe('an account is linked to its user', () => {
  it('at the first sign-in, by the verified e-mail address in any case', async () => {
    expect(await find({ email: USER.email.toUpperCase() })).toEqual(records.users.get(USER.userId));
    expect(identities()).toEqual([{ issuer: POOL, subject: 'subject-1' }]);
  });

  it('for good: a later address, or none, changes nothing', async () => {
    await find();
    for (const email of ['changed@demo.example', null]) expect((await find({ email }))?.userId).toBe(USER.userId);
    expect(records.users.get(USER.userId)?.revision).toBe(2);
  });

  it('at each issuer', async () => {
    await find();
    expect((await find({ issuer: OTHER, subject: 'subject-9' }))?.userId).toBe(USER.userId);
    expect((await find({ issuer: OTHER, subject: 'subject-9', email: null }))?.userId).toBe(USER.userId);
    expect(identities()).toHaveLength(2);
  });

  it('once, by many sign-ins at once', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => find()));
    expect(found.map((user) => user?.userId)).toEqual(Array(20).fill(USER.userId));
    expect(identities()).toHaveLength(1);
  });

  it('of two accounts with its address at one issuer, whichever signs in at once', async () => {
    const [first, second] = await Promise.all([find(), find({ subject: 'subject-2' })]);
    expect([first, second].filter((user) => user !== null)).toHaveLength(1);
    expect(identities()).toHaveLength(1);
  });
});

it('a user who is removed while signing in is not found', async () => {
  const store = Object.assign(new MemoryUserStore(records), {
    link: async (...args: Parameters<MemoryUserStore['link']>) => {
      await removeUser(users, USER.partnerId, USER.email);
      return users.link(...args);
    },
  });
  expect(await find({}, store)).toBeNull();
});
