import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDbCredentialStore } from '../../lambdas/adapters/authorize/dynamodb-credential-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbLegacyTokenStore } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbPasswordFailures } from '../../lambdas/adapters/legacy-tokens/dynamodb-password-failures.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { authorize } from '../../lambdas/domain/authorize/authorize.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { inParallel } from '../../lambdas/domain/base/in-parallel.ts';
import { sha256Hex } from '../../lambdas/domain/base/sha256.ts';
import { issueLegacyToken } from '../../lambdas/domain/legacy-tokens/issue-legacy-token.ts';
import type { LegacyTokenStore } from '../../lambdas/domain/legacy-tokens/legacy-token-store.ts';
import type { PasswordFailures, PasswordVerifier } from '../../lambdas/domain/legacy-tokens/password-check.ts';
import { createPartner, setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { endAccess } from '../../lambdas/domain/users/end-access.ts';
import { addUser, removeUser } from '../../lambdas/domain/users/manage-users.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const NOW = Math.floor(Date.now() / 1000);
const ISSUER = 'https://issuer.example';
let table: EmbeddedTable;
let registry: DynamoDbPartnerRegistry;
let users: DynamoDbUserStore;
let store: DynamoDbLegacyTokenStore;
let credentials: DynamoDbCredentialStore;
let failures: PasswordFailures;
let count = 0;

beforeAll(async () => {
  table = await embeddedTable();
  const records = new DynamoDbTable(table.client, table.tableName);
  registry = new DynamoDbPartnerRegistry(records);
  users = new DynamoDbUserStore(records);
  store = new DynamoDbLegacyTokenStore(records);
  credentials = new DynamoDbCredentialStore(table.client, table.tableName);
  failures = new DynamoDbPasswordFailures(records);
});
afterAll(() => table.close());

async function newUser() {
  const partnerId = `tokens${++count}PA`;
  const email = `u${count}@x.example`;
  await createPartner(registry, partnerId, 'Tokens', { legacyTokenEnabled: true });
  const directory = { ensureAccount: async () => 'unchanged' as const };
  const added = await addUser(users, directory, { partnerId, email, phone: null, password: null, identity: null });
  if (added.outcome !== 'added') throw new Error(added.outcome);
  return { partnerId, email, userId: added.userId };
}

const verifying = (email: string): PasswordVerifier => ({
  verify: async () => ({ outcome: 'verified', account: { issuer: ISSUER, subject: `sub of ${email}`, email } }),
});
const rejecting: PasswordVerifier = { verify: async () => ({ outcome: 'rejected' }) };

function issue(
  { email }: { email: string },
  passwords = verifying(email),
  counter = failures,
  ip = `2001:db8:${count.toString(16)}::1`,
) {
  return issueLegacyToken(email, 'secret', { passwords, failures: counter, users, store, ip, now: NOW });
}

async function tokenOf(user: { email: string }, counter = failures): Promise<string> {
  const issued = await issue(user, verifying(user.email), counter);
  if (issued.outcome !== 'issued') throw new Error(issued.outcome);
  return issued.token;
}

/** Returns what the authorizer decides about a call with the token: `allowed`, or why not. */
async function decide(token: string, partnerId: string): Promise<string> {
  const authorization = await authorize(
    {
      headers: new Map([['authorization', [`Bearer ${token}`]]]),
      path: `/api/v2/partners/${partnerId}/clients`,
      partnerIdParameter: partnerId,
      method: 'GET',
      sourceIp: '203.0.113.9',
    },
    { store: credentials, environment: 'test', now: NOW },
  );
  return authorization.outcome === 'unauthorized' ? authorization.reason : authorization.outcome;
}

const itemsOf = async ({ partnerId, userId }: { partnerId: string; userId: string }) =>
  (await table.items()).filter(({ PK }) => PK?.S === `PARTNER#${partnerId}` || PK?.S === `USER#${userId}`);

describe('a legacy token is not issued', () => {
  it('for a wrong password', async () => {
    expect(await issue(await newUser(), rejecting)).toEqual({ outcome: 'invalid_grant' });
  });

  it('for an account without a user', async () => {
    expect(await issue({ email: 'nobody@x.example' })).toEqual({ outcome: 'invalid_grant' });
  });

  it('for a suspended partner', async () => {
    const user = await newUser();
    await setPartnerStatus(registry, user.partnerId, 'suspended');
    expect(await issue(user)).toEqual({ outcome: 'partner_suspended' });
  });

  it('to another user, or of another generation, if there is such a token already', async () => {
    const token = { hash: 'aa', userId: 'u', partnerId: 'p', generation: 1, issuedAt: NOW, expiresAt: NOW + 1 };
    await store.issue(token);
    for (const other of [{ userId: 'v' }, { generation: 2 }, { issuedAt: NOW + 1 }]) {
      await expect(store.issue({ ...token, ...other })).rejects.toThrow(DependencyError);
    }
    expect((await credentials.findLegacyToken('aa', null)).token).toMatchObject({ generation: 1 });
  });

  it('when the provider fails, and the attempt is released', async () => {
    const user = await newUser();
    const failing: PasswordVerifier = { verify: () => Promise.reject(new DependencyError('cognito', 'down')) };
    for (let i = 0; i < 25; i++) await expect(issue(user, failing)).rejects.toThrow(DependencyError);
    expect((await issue(user)).outcome).toBe('issued');
  });

  it('after eight wrong passwords, even for the right one', async () => {
    const user = await newUser();
    for (let i = 0; i < 8; i++) await issue({ email: user.email.toUpperCase() }, rejecting);
    expect(await issue(user)).toEqual({ outcome: 'rate_limited', limit: 'other_addresses', retryAfterSeconds: 900 });
  });

  it('after twenty wrong passwords from where it was right before, and not after those of strangers', async () => {
    const user = await newUser();
    expect((await issue(user)).outcome).toBe('issued');
    for (let i = 0; i < 30; i++) await issue(user, rejecting, failures, `203.0.113.${i}`);
    expect(await issue(user, verifying(user.email), failures, '203.0.113.200')).toMatchObject({
      limit: 'other_addresses',
    });
    expect((await issue(user)).outcome).toBe('issued');
    for (let i = 0; i < 20; i++) await issue(user, rejecting);
    expect(await issue(user)).toEqual({ outcome: 'rate_limited', limit: 'known_address', retryAfterSeconds: 900 });
  });
});

// The first response was lost: the token would be good, but its user would never see it.
it('a legacy token whose write is repeated is issued', async () => {
  const token = { hash: 'bb', userId: 'u', partnerId: 'p', generation: 1, issuedAt: NOW, expiresAt: NOW + 1 };
  await store.issue(token);
  await expect(store.issue(token)).resolves.toBeUndefined();
});

describe('a legacy token', () => {
  it('is stored as a digest, lives for a day and belongs to its user', async () => {
    const user = await newUser();
    const token = await tokenOf(user);
    const found = await credentials.findLegacyToken(sha256Hex(token), user.partnerId);
    expect(found.token).toEqual({
      userId: user.userId,
      partnerId: user.partnerId,
      generation: 1,
      expiresAt: NOW + 86_400,
    });
    // In one read, so that a call costs no second one.
    expect(found.partner).toMatchObject({ partnerId: user.partnerId, status: 'active', revokedBelow: 0 });
    expect(JSON.stringify(await table.items())).not.toContain(token);
  });

  // Whatever issuing wrote to the records of user or partner would grow, or make logins wait for each other.
  it('ends no other one, and writes nothing else: a thousand at once are a thousand live ones', async () => {
    const user = await newUser();
    await tokenOf(user);
    const before = await itemsOf(user);
    // Right passwords that are being checked hold places; here all of them may.
    const patient: PasswordFailures = {
      take: async (count) => ({ outcome: 'taken', attempt: { count, startedAt: NOW } }),
      takeIfKnown: async () => null,
      release: async () => {},
      confirm: async () => {},
      remember: async () => {},
    };
    const logins = Array.from({ length: 1000 }, (_, index) => index);
    const tokens: string[] = [];
    const failed = await inParallel(logins, 50, async () => tokens.push(await tokenOf(user, patient)));
    expect(failed).toEqual([]);
    expect(new Set(tokens).size).toBe(1000);
    expect(await itemsOf(user)).toEqual(before);
    const decisions = async () => {
      const made = new Set<string>();
      await inParallel(tokens, 50, async (token) => made.add(await decide(token, user.partnerId)));
      return [...made];
    };
    expect(await decisions()).toEqual(['allowed']);
    expect(await removeUser(users, user.partnerId, user.email)).toEqual({ outcome: 'removed' });
    expect(await decisions()).toEqual(['token_revoked']);
  }, 120_000);
});

const ENDS: [string, (user: { partnerId: string; userId: string; email: string }) => Promise<unknown>][] = [
  ['the removal of its user', ({ partnerId, email }) => removeUser(users, partnerId, email)],
  [
    'a sign-out everywhere',
    ({ userId, email }) =>
      endAccess(userId, { action: 'user.signed_out', actor: email, ip: null }, { users, nowMs: NOW * 1000 }),
  ],
];

describe.each(ENDS)('a legacy token is refused after %s', (_, end) => {
  it('if it was issued before', async () => {
    const user = await newUser();
    const token = await tokenOf(user);
    await end(user);
    expect(await decide(token, user.partnerId)).toBe('token_revoked');
  });

  // The user is read before the end, and the token is written after it.
  it('if it was under way', async () => {
    const user = await newUser();
    const slow: LegacyTokenStore = {
      findPartner: async (partnerId) => {
        await end(user);
        return store.findPartner(partnerId);
      },
      issue: (token) => store.issue(token),
    };
    const options = { passwords: verifying(user.email), failures, users, store: slow, ip: '192.0.2.1', now: NOW };
    const issued = await issueLegacyToken(user.email, 'secret', options);
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    expect(await decide(issued.token, user.partnerId)).toBe('token_revoked');
  });

  it('or it is not issued, whoever is first of twenty logins and the end', async () => {
    const user = await newUser();
    const issuing = Array.from({ length: 20 }, () => issue(user));
    await Promise.all([...issuing, end(user)]);
    for (const issued of await Promise.all(issuing)) {
      if (issued.outcome !== 'issued') continue;
      const { token } = await credentials.findLegacyToken(sha256Hex(issued.token), null);
      const isOfTheNextSession = token?.generation === 2;
      expect(await decide(issued.token, user.partnerId)).toBe(isOfTheNextSession ? 'allowed' : 'token_revoked');
    }
  });
});

it('a user who was signed out everywhere gets a token that is good', async () => {
  const user = await newUser();
  const old = await tokenOf(user);
  await endAccess(
    user.userId,
    { action: 'user.signed_out', actor: user.email, ip: null },
    { users, nowMs: NOW * 1000 },
  );
  const fresh = await tokenOf(user);
  expect(await decide(fresh, user.partnerId)).toBe('allowed');
  expect(await decide(old, user.partnerId)).toBe('token_revoked');
});

it('a user who is added again gets a token that is good, and the old ones stay revoked', async () => {
  const user = await newUser();
  const old = await tokenOf(user);
  await removeUser(users, user.partnerId, user.email);
  const directory = { ensureAccount: async () => 'unchanged' as const };
  const again = { partnerId: user.partnerId, email: user.email, phone: null, password: null, identity: null };
  expect(await addUser(users, directory, again)).toMatchObject({ outcome: 'added' });
  expect(await decide(await tokenOf(user), user.partnerId)).toBe('allowed');
  expect(await decide(old, user.partnerId)).toBe('token_revoked');
});

it('after twenty wrong passwords the right one is refused, too', async () => {
  const user = await newUser();
  for (let i = 0; i < 20; i++) await issue({ email: user.email.toUpperCase() }, rejecting);
  expect(await issue(user)).toMatchObject({ outcome: 'rate_limited' });
});
