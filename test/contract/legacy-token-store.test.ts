import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDbCredentialStore } from '../../lambdas/adapters/authorize/dynamodb-credential-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbLegacyTokenStore } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbPasswordFailures } from '../../lambdas/adapters/legacy-tokens/dynamodb-password-failures.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { sha256Hex } from '../../lambdas/domain/base/sha256.ts';
import { issueLegacyToken } from '../../lambdas/domain/legacy-tokens/issue-legacy-token.ts';
import type { PasswordVerifier } from '../../lambdas/domain/legacy-tokens/password-check.ts';
import { addUser, createPartner, setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const NOW = 1_800_000_000;
let table: EmbeddedTable;
let registry: DynamoDbPartnerRegistry;
let store: DynamoDbLegacyTokenStore;
let credentials: DynamoDbCredentialStore;
let failures: DynamoDbPasswordFailures;
let count = 0;

beforeAll(async () => {
  table = await embeddedTable();
  registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
  store = new DynamoDbLegacyTokenStore(new DynamoDbTable(table.client, table.tableName));
  credentials = new DynamoDbCredentialStore(table.client, table.tableName);
  failures = new DynamoDbPasswordFailures(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());

async function newUser() {
  const partnerId = `tokens${++count}PA`;
  const subject = `subject-${count}`;
  await createPartner(registry, partnerId, 'Tokens');
  const directory = { ensureAccount: async () => ({ subject, access: 'unchanged' as const }) };
  await addUser(registry, directory, { partnerId, email: `u${count}@x.example`, phone: null, password: null });
  return { partnerId, subject, username: `u${count}@x.example` };
}

const verifying = (subject: string): PasswordVerifier => ({ verify: async () => ({ outcome: 'verified', subject }) });

async function issue(
  { subject, username }: { subject: string; username: string },
  now = NOW,
  passwords = verifying(subject),
) {
  return issueLegacyToken(username, 'secret', { passwords, failures, store, now });
}

async function statusOf(token: string) {
  return (await credentials.findLegacyToken(sha256Hex(token), null)).token?.status;
}

async function switchLegacyTokens(partnerId: string, enabled: boolean) {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: { PK: { S: `PARTNER#${partnerId}` }, SK: { S: 'PARTNER' } },
      UpdateExpression: 'SET legacy_token_enabled = :enabled',
      ExpressionAttributeValues: { ':enabled': { BOOL: enabled } },
    }),
  );
}

describe('a legacy token is not issued', () => {
  it('for a wrong password', async () => {
    const user = await newUser();
    const rejecting: PasswordVerifier = { verify: async () => ({ outcome: 'rejected' }) };
    expect(await issue(user, NOW, rejecting)).toEqual({ outcome: 'invalid_grant' });
  });

  it('for an account without a record', async () => {
    expect(await issue({ subject: 'nobody', username: 'nobody@x.example' })).toEqual({ outcome: 'invalid_grant' });
  });

  it('for a suspended partner, or with legacy tokens off', async () => {
    const user = await newUser();
    await switchLegacyTokens(user.partnerId, false);
    expect(await issue(user)).toEqual({ outcome: 'legacy_token_disabled' });
    await setPartnerStatus(registry, user.partnerId, 'suspended');
    expect(await issue(user)).toEqual({ outcome: 'partner_suspended' });
  });

  // The state is read before the transaction; only its condition keeps a change in between from being overtaken.
  it.each<[string, (partnerId: string) => Promise<unknown>]>([
    ['switched off', (partnerId) => switchLegacyTokens(partnerId, false)],
    ['suspended', (partnerId) => setPartnerStatus(registry, partnerId, 'suspended')],
  ])('if the partner is %s between reading and writing', async (_, change) => {
    const user = await newUser();
    const record = await store.findUser(user.subject);
    if (record === null) throw new Error('The user is missing.');
    await change(user.partnerId);
    const token = {
      hash: sha256Hex('t'),
      user: record,
      issuedAt: NOW,
      expiresAt: NOW + 1,
      liveTokens: [],
      evictedHash: null,
    };
    expect(await store.issue(token)).toBe('conflict');
    expect(await statusOf('t')).toBeUndefined();
  });

  it('twice on the same state of the user', async () => {
    const user = await newUser();
    const record = await store.findUser(user.subject);
    if (record === null) throw new Error('The user is missing.');
    const token = (hash: string) => ({
      hash,
      user: record,
      issuedAt: NOW,
      expiresAt: NOW + 1,
      liveTokens: [],
      evictedHash: null,
    });
    expect(await store.issue(token('aa'))).toBe('written');
    expect(await store.issue(token('bb'))).toBe('conflict');
    expect(await store.findUser(user.subject)).toMatchObject({
      legacyTokensVersion: record.legacyTokensVersion + 1,
    });
  });

  it('when the provider fails, and the try is given back', async () => {
    const user = await newUser();
    const failing: PasswordVerifier = { verify: () => Promise.reject(new DependencyError('cognito', 'down')) };
    for (let i = 0; i < 25; i++) await expect(issue(user, NOW, failing)).rejects.toThrow(DependencyError);
    expect((await issue(user)).outcome).toBe('issued');
  });

  it('after twenty wrong passwords, even for the right one', async () => {
    const user = await newUser();
    const rejecting: PasswordVerifier = { verify: async () => ({ outcome: 'rejected' }) };
    for (let i = 0; i < 20; i++) await issue({ ...user, username: user.username.toUpperCase() }, NOW, rejecting);
    expect(await issue(user)).toEqual({ outcome: 'rate_limited', retryAfterSeconds: 900 });
  });
});

describe('a legacy token', () => {
  it('is stored as a digest, lives for a day and belongs to its user', async () => {
    const user = await newUser();
    const issued = await issue(user);
    if (issued.outcome !== 'issued') throw new Error(issued.outcome);
    expect(issued.expiresInSeconds).toBe(86_400);
    const found = await credentials.findLegacyToken(sha256Hex(issued.token), user.partnerId);
    expect(found.token).toEqual({
      subject: user.subject,
      partnerId: user.partnerId,
      status: 'active',
      expiresAt: NOW + 86_400,
    });
    // In one read, so that a call costs no second one.
    expect(found.partner).toMatchObject({ partnerId: user.partnerId, status: 'active' });
    expect(JSON.stringify(await table.items())).not.toContain(issued.token);
  });

  it('ends none of the nineteen before it; one more ends the oldest', async () => {
    const user = await newUser();
    const tokens: string[] = [];
    for (let i = 0; i < 21; i++) {
      const issued = await issue(user, NOW + i);
      if (issued.outcome === 'issued') tokens.push(issued.token);
      if (i === 19) expect(await statusOf(tokens[0] ?? '')).toBe('active');
    }
    expect(await Promise.all(tokens.map(statusOf))).toEqual(['revoked', ...Array(20).fill('active')]);
    expect((await store.findUser(user.subject))?.legacyTokens).toHaveLength(20);
  });

  it('that has expired makes room', async () => {
    const user = await newUser();
    for (let i = 0; i < 3; i++) await issue(user);
    await issue(user, NOW + 86_400);
    expect((await store.findUser(user.subject))?.legacyTokens).toHaveLength(1);
  });

  it('is kept for each of five hosts that ask at once', async () => {
    const user = await newUser();
    const issued = await Promise.all(Array.from({ length: 5 }, () => issue(user)));
    expect(issued.map(({ outcome }) => outcome)).toEqual(Array(5).fill('issued'));
    expect((await store.findUser(user.subject))?.legacyTokens).toHaveLength(5);
  });
});
