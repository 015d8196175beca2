import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runOperatorCommand } from '../../bin/operator/commands.ts';
import { CognitoAccountDirectory } from '../../lambdas/adapters/cognito-account-directory.ts';
import { CognitoPasswordVerifier } from '../../lambdas/adapters/cognito-password-verifier.ts';
import { DynamoDbLegacyTokenStore } from '../../lambdas/adapters/dynamodb-legacy-token-store.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/dynamodb-partner-registry.ts';
import { Accounts } from '../../local/cognito/accounts.ts';
import { type CognitoServer, startCognito } from '../../local/cognito/start-cognito.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const POOL = 'eu-central-1_testpool';
const CLIENT = 'test-client';
let table: EmbeddedTable;
let server: CognitoServer;
let cognito: CognitoIdentityProviderClient;
let directory: string;

beforeAll(async () => {
  table = await embeddedTable();
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-accounts-'));
  server = await startCognito({
    accounts: new Accounts(join(directory, 'accounts.json')),
    userPoolId: POOL,
    clientIds: [CLIENT],
    issuer: `http://localhost/${POOL}`,
    keysFile: join(directory, 'keys.json'),
    sendInvitation: async () => undefined,
  });
  cognito = new CognitoIdentityProviderClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await run(['partner', 'create', 'operPA', 'Operated']);
});

afterAll(async () => {
  cognito.destroy();
  await server.close();
  await table.close();
  rmSync(directory, { recursive: true, force: true });
});

function run(argv: string[], input = '') {
  return runOperatorCommand(argv, {
    registry: new DynamoDbPartnerRegistry(table.client, table.tableName),
    directory: new CognitoAccountDirectory(cognito, POOL),
    standardInput: Readable.from([input]),
  });
}

const add = (email: string, password: string, partnerId = 'operPA') =>
  run(['user', 'add', partnerId, email, '--password-from-stdin'], password);
const verify = (email: string, password: string) =>
  new CognitoPasswordVerifier(cognito, POOL, CLIENT).verify(email, password);

describe('user add refuses', () => {
  it('an unknown partner before any account is made, so that nobody is invited', async () => {
    await expect(add('early@x.example', 'Long-Enough-1!', 'nobodyPA')).rejects.toThrow('no partner nobodyPA');
    expect(await add('early@x.example', 'Long-Enough-1!')).toContain('The password is set.');
  });

  it('a password that the pool refuses, and the same command with a better one completes it', async () => {
    await expect(add('weak@x.example', 'short')).rejects.toThrow('Choose a password');
    expect(await verify('weak@x.example', 'Long-Enough-1!')).toEqual({ outcome: 'rejected' });
    expect(await add('weak@x.example', 'Long-Enough-1!')).toContain('The password is set.');
    expect(await verify('weak@x.example', 'Long-Enough-1!')).toMatchObject({ outcome: 'verified' });
  });

  it('a user that is there, whose password stays', async () => {
    await add('twice@x.example', 'Long-Enough-1!');
    await expect(add('twice@x.example', 'Another-Long-2!')).rejects.toThrow('is a user of a partner already');
    expect(await verify('twice@x.example', 'Another-Long-2!')).toEqual({ outcome: 'rejected' });
  });

  it.each([
    ['an ill-formed address', ['user', 'add', 'operPA', 'nobody']],
    ['an ill-formed phone number', ['user', 'add', 'operPA', 'a@b.example', '--phone', '0301234']],
    ['an empty standard input', ['user', 'add', 'operPA', 'a@b.example', '--password-from-stdin']],
    ['an unknown option', ['user', 'add', 'operPA', 'a@b.example', '--admin']],
  ])('%s', async (_, argv) => {
    await expect(run(argv)).rejects.toThrow();
  });
});

it('user add takes the subject of another OpenID provider, and makes no account', async () => {
  expect(await run(['user', 'add', 'operPA', 'far@x.example', '--subject', 'auth0|42'])).toContain(
    'another OpenID provider',
  );
  expect((await table.items()).filter(({ PK }) => PK?.S === 'USER#auth0|42')).toHaveLength(1);
  expect(await verify('far@x.example', 'Long-Enough-1!')).toEqual({ outcome: 'rejected' });
  const both = ['user', 'add', 'operPA', 'g@x.example', '--subject', 'x', '--password-from-stdin'];
  await expect(run(both, 'Long-Enough-1!')).rejects.toThrow('Usage');
});

describe('user remove', () => {
  it("refuses a user that is not there, or is another partner's, and changes nothing", async () => {
    await run(['partner', 'create', 'elsePA', 'Else']);
    await add('stays@x.example', 'Long-Enough-1!', 'elsePA');
    for (const email of ['nobody@x.example', 'stays@x.example']) {
      await expect(run(['user', 'remove', 'operPA', email])).rejects.toThrow('has no user');
    }
    expect((await table.items()).filter(({ email }) => email?.S === 'stays@x.example')).toHaveLength(2);
    await expect(run(['user', 'remove', 'operPA', 'stays@x.example', '--phone', '+4930123456'])).rejects.toThrow(
      'Usage',
    );
  });

  // A token that outlives its user is access that nobody can see or take away.
  it('ends the user and every token in one transaction, also one that is issued at the same moment', async () => {
    await add('leaves@x.example', 'Long-Enough-1!');
    const verified = await verify('leaves@x.example', 'Long-Enough-1!');
    const subject = verified.outcome === 'verified' ? verified.subject : '';
    const store = new DynamoDbLegacyTokenStore(table.client, table.tableName);
    const issue = async () => {
      const user = await store.findUser(subject);
      if (user === null) return;
      const token = { hash: randomUUID(), issuedAt: 1, expiresAt: 9_999_999_999 };
      const liveTokens = [...user.legacyTokens, { hash: token.hash, expiresAt: token.expiresAt }];
      await store.issue({ ...token, user, liveTokens, evictedHash: null });
    };
    await issue();
    await Promise.all([issue(), run(['user', 'remove', 'operPA', 'LEAVES@x.example']), issue()]);

    const items = await table.items();
    const tokens = items.filter((item) => item.SK?.S === 'TOKEN' && item.subject?.S === subject);
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.filter(({ status }) => status?.S !== 'revoked')).toEqual([]);
    expect(items.filter(({ PK, SK }) => PK?.S === `USER#${subject}` || SK?.S === `MEMBER#${subject}`)).toEqual([]);
    const removed = items.filter(({ action }) => action?.S === 'user.removed');
    expect(removed.map(({ target, actor }) => [target?.S, actor?.S])).toEqual([['leaves@x.example', 'operator']]);
  });
});

describe('passwords that the pool could not take are wrong passwords, not a failure of the pool', () => {
  it.each([
    ['a user name with a space', 'a b', 'Long-Enough-1!'],
    ['a user name of 129 characters', 'a'.repeat(129), 'Long-Enough-1!'],
    ['a password that starts with a space', 'a@b.example', ' x'],
    ['a password of 257 characters', 'a@b.example', 'x'.repeat(257)],
  ])('%s', async (_, username, password) => {
    const unreachable = new CognitoIdentityProviderClient({ endpoint: 'http://127.0.0.1:9', region: 'eu-central-1' });
    expect(await new CognitoPasswordVerifier(unreachable, POOL, CLIENT).verify(username, password)).toEqual({
      outcome: 'rejected',
    });
  });
});
