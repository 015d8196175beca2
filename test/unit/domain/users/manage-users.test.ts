import { beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountDirectory, addUser, removeUser } from '../../../../lambdas/domain/users/manage-users.ts';
import type { UserStore } from '../../../../lambdas/domain/users/user-store.ts';
import { PARTNER, recordsWith, USER } from '../../../handlers/records-of-a-partner.ts';
import type { MemoryRecords } from '../../../support/memory/records.ts';
import { MemoryUserStore } from '../../../support/memory/user-store.ts';

const PARTNER_ID = 'A partner ID has 4 to 32 letters and digits, for example demoPA.';
const PHONE = 'A phone number is written with a plus sign and digits only, for example +4930123456.';
const E_MAIL = 'The e-mail address is ill-formed.';
const SUBJECT = 'A subject has 1 to 255 visible ASCII characters, without #.';
const user = { partnerId: 'demoPA', email: 'ana@demo.example', phone: null, password: null, identity: null };
const identityOf = (subject: string) => ({ issuer: 'https://other.example', subject });
/** Without methods: a call of any fails. */
const untouched = {} as UserStore & AccountDirectory;

let records: MemoryRecords;
let users: MemoryUserStore;
let accounts: unknown[];
const directory: AccountDirectory = {
  async ensureAccount(account) {
    accounts.push(account);
    return 'invited';
  },
};

beforeEach(() => {
  records = recordsWith();
  users = new MemoryUserStore(records);
  accounts = [];
});

describe('an ill-formed input is refused before anything is read or written', () => {
  const add = (change: Partial<typeof user> | { identity: { issuer: string; subject: string } }) => () =>
    addUser(untouched, untouched, { ...user, ...change });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a user of an ill-formed partner ID', add({ partnerId: 'a#bc' }), PARTNER_ID],
    ['an e-mail address without a host', add({ email: 'ana@' }), E_MAIL],
    ['an e-mail address of 255 characters', add({ email: `a@${'x'.repeat(250)}.de` }), E_MAIL],
    ['the removal of a user of an ill-formed partner ID', () => removeUser(untouched, 'a#bc', user.email), PARTNER_ID],
    ...['', 'a#b', 'a b', 'a\u007f', 'ä', 's'.repeat(256)].map((subject): [string, () => Promise<unknown>, string] => [
      `the subject ${JSON.stringify(subject).slice(0, 12)}`,
      add({ identity: identityOf(subject) }),
      SUBJECT,
    ]),
  ])('%s', async (_, run, detail) => {
    expect(await run()).toEqual({ outcome: 'invalid', detail });
  });

  it.each([
    '030123456',
    '49301234567',
    '+0301234567',
    '+49 30 123456',
    '+49301',
    '+4930123456789012',
    '+49a0123456',
    '',
  ])('the phone number "%s"', async (phone) => {
    expect(await addUser(untouched, untouched, { ...user, phone })).toEqual({ outcome: 'invalid', detail: PHONE });
  });
});

describe('nobody is invited', () => {
  it.each([
    ['to a partner that does not exist', { partnerId: 'nonePA' }, 'partner_unknown'],
    ['who is a user already, of whatever partner', { partnerId: 'otherPA', email: 'OWNER@demo.example' }, 'exists'],
  ])('%s', async (_, change, outcome) => {
    records.partners.set('otherPA', { ...PARTNER, partnerId: 'otherPA' });
    expect(await addUser(users, directory, { ...user, ...change })).toEqual({ outcome });
    expect(accounts).toEqual([]);
    expect(records.users.size).toBe(1);
  });

  it('whose account is at another provider, and is linked to another user', async () => {
    const identity = USER.identities[0] ?? identityOf('s');
    expect(await addUser(users, directory, { ...user, identity })).toEqual({ outcome: 'identity_taken' });
    expect(accounts).toEqual([]);
  });
});

it('an e-mail address may have 254 characters', async () => {
  const email = `a@${'x'.repeat(249)}.de`;
  expect(email).toHaveLength(254);
  expect(await addUser(users, directory, { ...user, email })).toMatchObject({ outcome: 'added' });
});

it.each(['+4930123', '+4930123456', '+493012345678901', null])(
  'a user with the phone number %s is added, with an ID of our own and without an identity',
  async (phone) => {
    const added = await addUser(users, directory, { ...user, email: ' Ana@Demo.example ', phone });
    if (added.outcome !== 'added') throw new Error(added.outcome);
    expect(added).toEqual({
      outcome: 'added',
      userId: expect.stringMatching(/^usr_[0-9A-Za-z]{16}$/),
      access: 'invited',
    });
    expect(accounts).toEqual([{ email: 'ana@demo.example', phone, password: null }]);
    expect(records.users.get(added.userId)).toMatchObject({ email: 'ana@demo.example', phone, identities: [] });
  },
);

it.each(['s', 's'.repeat(255), 'auth0|42', '"a"'])(
  'an account at another provider, %s, is linked at once',
  async (subject) => {
    const identity = identityOf(subject);
    expect(await addUser(users, untouched, { ...user, identity })).toMatchObject({ access: 'elsewhere' });
    expect(await users.findByIdentity(identity)).toMatchObject({ email: user.email });
  },
);

describe('the removal of a user', () => {
  it.each([
    ['of nobody', 'demoPA', 'nobody@demo.example'],
    ['of a user of another partner', 'otherPA', USER.email],
  ])('%s changes nothing', async (_, partnerId, email) => {
    records.partners.set('otherPA', { ...PARTNER, partnerId: 'otherPA' });
    expect(await removeUser(users, partnerId, email)).toEqual({ outcome: 'not_found' });
    expect(records.users.size).toBe(1);
    expect(records.generations.size).toBe(0);
  });

  it('revokes every token of the user, and frees address and identity for a new user with a new ID', async () => {
    expect(await removeUser(users, 'demoPA', 'Owner@demo.example')).toEqual({ outcome: 'removed' });
    expect(records.generations.get(USER.userId)?.generation).toBe(USER.generation + 1);
    const identity = USER.identities[0] ?? null;
    const again = await addUser(users, directory, { ...user, email: USER.email, identity });
    expect(again).toMatchObject({ outcome: 'added', userId: expect.not.stringContaining(USER.userId) });
    expect(records.generations.size).toBe(1);
  });
});
