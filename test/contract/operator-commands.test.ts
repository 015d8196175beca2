import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDbApiKeyStore } from '../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { CognitoPasswordVerifier } from '../../lambdas/adapters/legacy-tokens/cognito-password-verifier.ts';
import { DynamoDbLegacyTokenStore } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbSettingsStore } from '../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { CognitoAccountDirectory } from '../../lambdas/adapters/users/cognito-account-directory.ts';
import { CognitoPoolAccounts } from '../../lambdas/adapters/users/cognito-pool-accounts.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { NAME_RULES } from '../../lambdas/domain/base/display-name.ts';
import { generateApiKey } from '../../lambdas/domain/model/api-key.ts';
import { createOperatorApiKey } from '../../lambdas/domain/partners/manage-partners.ts';
import { Accounts } from '../../local/services/accounts/accounts.ts';
import { ServiceError } from '../../local/services/aws-json/start-json-service.ts';
import { type CognitoServer, startCognito } from '../../local/services/cognito/start-cognito.ts';
import { NAME_A_KEY } from '../../tools/operator/key-commands.ts';
import type { OperatorPorts } from '../../tools/operator/ports.ts';
import { operatorProgram, runOperator } from '../../tools/operator/program.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';

const ISSUER = 'https://issuer.example';
const POOL = 'eu-central-1_testpool';
const CLIENT = 'test-client';
let table: EmbeddedTable;
let server: CognitoServer;
let cognito: CognitoIdentityProviderClient;
let directory: string;
const endedRefreshTokens: string[] = [];
let refuseSignOut = false;

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
    endRefreshTokens: (subject) => {
      if (refuseSignOut) throw new ServiceError('TooManyRequestsException', 'Too many requests.');
      endedRefreshTokens.push(subject);
    },
  });
  cognito = new CognitoIdentityProviderClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await run(['partner', 'create', 'operPA', 'Operated', '--legacy-token']);
});

afterAll(async () => {
  cognito.destroy();
  await server.close();
  await table.close();
  rmSync(directory, { recursive: true, force: true });
});

/** What a command prints without its line end. Rejects as the command does. */
async function run(argv: string[], input = ''): Promise<string> {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const program = operatorProgram({ open: async () => portsWith(input), print, printError: () => {} });
  await program.parseAsync(argv, { from: 'user' });
  return printed.replace(/\n$/, '');
}

function portsWith(input: string): OperatorPorts {
  const records = new DynamoDbTable(table.client, table.tableName);
  return {
    registry: new DynamoDbPartnerRegistry(records),
    users: new DynamoDbUserStore(records),
    issuer: async () => ISSUER,
    controls: {
      keys: new DynamoDbApiKeyStore(records),
      settings: new DynamoDbSettingsStore(records),
      staff: new DynamoDbPartnerStaff(records),
    },
    directory: new CognitoAccountDirectory(cognito, POOL),
    accounts: new CognitoPoolAccounts(cognito, POOL),
    usage: async () => {
      throw new Error('No command here counts usage.');
    },
    notices: async () => {
      throw new Error('No command here sends notices.');
    },
    standardInput: Readable.from([input]),
  };
}

const add = (email: string, password: string, partnerId = 'operPA') =>
  run(['user', 'add', partnerId, email, '--password-from-stdin'], password);
const verify = (email: string, password: string) =>
  new CognitoPasswordVerifier(cognito, POOL, CLIENT).verify(email, password);

it('a partner gets no name that mail programs would make a link of', async () => {
  await expect(run(['partner', 'create', 'linkPA', 'evil.example'])).rejects.toThrow(NAME_RULES.hostName);
  await expect(run(['key', 'list', 'linkPA'])).rejects.toThrow('There is no partner linkPA.');
});

describe('a command line', () => {
  /** Runs it where nothing may be opened. */
  const misuse = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const status = await runOperator(argv, {
      open: async () => {
        throw new Error('opened');
      },
      print: (text) => out.push(text),
      printError: (text) => err.push(text),
    });
    return { status, stdout: out.join(''), stderr: err.join('') };
  };

  it.each([
    ['an unknown group', ['team'], "error: unknown command 'team'", 'partner suspend <partnerId>'],
    ['an unknown command', ['partner', 'remove'], "error: unknown command 'remove'", 'partner suspend <partnerId>'],
    ['no command', [], 'error: missing command', 'notices replay'],
    ['half a command', ['key'], 'error: missing command', 'key revoke [partnerId|hint] [keyId]'],
    [
      'a missing argument',
      ['partner', 'create', 'xPA'],
      "error: missing required argument 'name'",
      '<partnerId> <name>',
    ],
    ['an argument too many', ['partner', 'suspend', 'xPA', 'yPA'], 'error: too many arguments', '<partnerId>'],
    ['an argument too many', ['usage', 'replay', 'all'], 'error: too many arguments', 'usage replay'],
    ['an argument too many', ['notices', 'replay', 'all'], 'error: too many arguments', 'notices replay'],
    ['an unknown option', ['partner', 'suspend', 'xPA', '--all'], "error: unknown option '--all'", '<partnerId>'],
    ...['', 'a#b', 'a b', 'a\u0000', 'ä', 's'.repeat(256)].map((subject): [string, string[], string, string] => [
      'an impossible subject',
      ['user', 'add', 'xPA', 'a@x.example', '--subject', subject],
      'Use the sub claim',
      '--subject <sub>',
    ]),
    ['a stage without a name', ['key', 'list', 'xPA', '--stage'], "error: option '--stage <stage>'", '--stage <stage>'],
    ['a key that is not named', ['key', 'revoke', 'xPA'], NAME_A_KEY, '[partnerId|hint] [keyId]'],
    ['no key', ['key', 'disable'], NAME_A_KEY, '--from-stdin'],
    ['a key that is named twice', ['key', 'revoke', 'xPA', 'abcDEF123456', '--from-stdin'], NAME_A_KEY, '--from-stdin'],
  ])(
    'with %s is refused with status 2, what is wrong and the help, and opens nothing',
    async (_, argv, wrong, help) => {
      const { status, stdout, stderr } = await misuse(...argv);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(wrong);
      expect(stderr).toContain(help);
      expect(stderr).toContain('Usage: npm run operator -- ');
    },
  );

  // The history of the shell and the list of processes show arguments, so nothing that takes one may get used to it.
  it.each<[string, (key: string) => string[]]>([
    ['revoke', (key) => ['key', 'revoke', key]],
    ['disable', (key) => ['key', 'disable', key]],
    ['as a key ID', (key) => ['key', 'revoke', 'operPA', key]],
    ['for a stage', (key) => ['--stage', 'prod', 'key', 'revoke', key]],
    ['in an option', (key) => ['key', 'list', `--key=${key}`]],
    ['as a name', (key) => ['partner', 'create', 'xPA', `Key ${key}`]],
    ['as a command', (key) => [key]],
    ['half of it', (key) => ['key', 'revoke', key.slice(0, -20)]],
    ['with a typing error', (key) => ['key', 'revoke', `${key}x`]],
  ])('with a whole key is refused without repeating it: %s', async (_, argvOf) => {
    const { key } = generateApiKey('live', 'operPA');
    const { status, stdout, stderr } = await misuse(...argvOf(key));

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('--from-stdin');
    expect(stderr).not.toContain(key.slice(0, 40));
  });

  it('that fails has status 1, and its reason without the help', async () => {
    expect(await misuse('partner', 'suspend', 'xPA')).toEqual({ status: 1, stdout: '', stderr: 'opened\n' });
  });

  it.each([
    [['--help'], 'partner settings <partnerId>'],
    [['partner', '--help'], 'partner settings <partnerId>'],
    [['partner', 'suspend', '--help'], 'Usage: npm run operator -- partner suspend [options] <partnerId>'],
    [['partner', 'settings', '-h'], '--max-key-lifetime-days <days>'],
    [['user', 'add', '--help'], '--stage <stage>'],
    [['help', 'key'], 'key disable [partnerId|hint] [keyId]'],
    [['--version'], JSON.parse(readFileSync('package.json', 'utf8')).version],
  ])('%j prints help or version with status 0, and opens nothing', async (argv, text) => {
    const { status, stdout, stderr } = await misuse(...argv);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(text);
  });

  it.each([
    [['--stage', 'prod', 'key', 'list', 'operPA'], 'prod'],
    [['key', 'list', 'operPA', '--stage', 'prod'], 'prod'],
    [['key', 'list', 'operPA'], null],
  ])('%j acts on the stage %s', async (argv, stage) => {
    const opened: (string | null)[] = [];
    const printed: string[] = [];
    const open = async (name: string | null) => {
      opened.push(name);
      return portsWith('');
    };
    const print = (text: string) => printed.push(text);
    expect(await runOperator(argv, { open, print, printError: print })).toBe(0);
    expect({ opened, printed }).toEqual({ opened: [stage], printed: ['The partner operPA has no keys.\n'] });
  });
});

it.each([
  ['off', []],
  ['on', ['--legacy-token']],
])('partner create says that legacy tokens are %s, and they are', async (position, options) => {
  const partnerId = `${position}tokensPA`;
  const printed = await run(['partner', 'create', partnerId, 'New', ...options]);
  expect(printed).toBe(`Created the partner ${partnerId}. Its legacy tokens are ${position}.`);
  const partner = (await table.items()).find(({ PK, SK }) => PK?.S === `PARTNER#${partnerId}` && SK?.S === 'PARTNER');
  expect(partner?.legacy_token_enabled).toEqual({ BOOL: position === 'on' });
});

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
    await expect(add('twice@x.example', 'Another-Long-2!')).rejects.toThrow('is already a user of a partner');
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

// "#" separates the parts of sort keys: figures of such a user would never count.
it.each(['a#b', '#', 'a b', 'a\u0000b', 'a\tb', 'a\nb', 'a\u007f', 'ä', 'x'.repeat(256)])(
  'user add refuses the subject %j, and writes nothing',
  async (subject) => {
    const before = await table.items();
    await expect(run(['user', 'add', 'operPA', 'sub@x.example', '--subject', subject])).rejects.toThrow(
      '1 to 255 visible ASCII characters, without #',
    );
    expect(await table.items()).toEqual(before);
  },
);

it('user add takes the subject of another OpenID provider, and makes no account', async () => {
  expect(await run(['user', 'add', 'operPA', 'far@x.example', '--subject', 'auth0|42'])).toContain(
    'another OpenID provider',
  );
  const linked = (await table.items()).filter(({ SK, subject }) => SK?.S === 'IDENTITY' && subject?.S === 'auth0|42');
  expect(linked).toMatchObject([
    { issuer: { S: ISSUER }, user_id: { S: expect.stringMatching(/^usr_[0-9A-Za-z]{16}$/) } },
  ]);
  await expect(run(['user', 'add', 'operPA', 'second@x.example', '--subject', 'auth0|42'])).rejects.toThrow(
    'is linked to another user already',
  );
  expect(await verify('far@x.example', 'Long-Enough-1!')).toEqual({ outcome: 'rejected' });
  const both = ['user', 'add', 'operPA', 'g@x.example', '--subject', 'x', '--password-from-stdin'];
  await expect(run(both, 'Long-Enough-1!')).rejects.toThrow('cannot be used with option');
});

describe('user sign-out', () => {
  const userOf = (email: string) =>
    new DynamoDbUserStore(new DynamoDbTable(table.client, table.tableName)).findByEmail(email);

  it("refuses a user that is not there, or is another partner's, and changes nothing", async () => {
    await run(['partner', 'create', 'signPA', 'Sign']);
    await add('signed@x.example', 'Long-Enough-1!', 'signPA');
    const before = await userOf('signed@x.example');
    for (const [partnerId, email] of [
      ['operPA', 'signed@x.example'],
      ['signPA', 'nobody@x.example'],
    ] as const) {
      await expect(run(['user', 'sign-out', partnerId, email])).rejects.toThrow(
        `The partner ${partnerId} has no user ${email}; nothing was changed.`,
      );
    }
    await expect(run(['user', 'sign-out', 'no body', 'signed@x.example'])).rejects.toThrow('A partner ID has');
    expect(await userOf('signed@x.example')).toEqual(before);
    expect(endedRefreshTokens).toEqual([]);
  });

  it('ends sessions, legacy tokens and refresh tokens of the user', async () => {
    await add('out@x.example', 'Long-Enough-1!');
    const start = Math.floor(Date.now() / 1000);
    expect(await run(['user', 'sign-out', 'operPA', ' OUT@x.example'])).toContain(
      'Integrations that use them get 401 until they log in again.',
    );
    const user = await userOf('out@x.example');
    expect(user).toMatchObject({ generation: 2, passwordResetAt: null });
    expect(user?.sessionsValidAfter).toBeGreaterThanOrEqual(start);
    const verified = await verify('out@x.example', 'Long-Enough-1!');
    expect(endedRefreshTokens).toEqual([verified.outcome === 'verified' ? verified.account.subject : '']);
    const events = (await table.items()).filter(({ action }) => action?.S === 'user.signed_out');
    expect(events.map(({ actor, target }) => [actor?.S, target?.S])).toEqual([['operator', 'out@x.example']]);
  });

  it('does so for a user without an account, and says what the user pool failed to do', async () => {
    await run(['user', 'add', 'operPA', 'elsewhere@x.example', '--subject', 'elsewhere']);
    expect(await run(['user', 'sign-out', 'operPA', 'elsewhere@x.example'])).toMatch(/log in again\.$/);

    await add('unlucky@x.example', 'Long-Enough-1!');
    refuseSignOut = true;
    const printed = await run(['user', 'sign-out', 'operPA', 'unlucky@x.example']);
    refuseSignOut = false;
    expect(printed).toMatch(/The refresh tokens could not be ended: The user pool failed.* run the command again/);
    expect((await userOf('unlucky@x.example'))?.sessionsValidAfter).not.toBeNull();
  });
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
      "unknown option '--phone'",
    );
  });

  // A token that outlives its user is access that nobody can see or take away.
  it('ends the user and every token in one transaction, also one that is issued at the same moment', async () => {
    await add('leaves@x.example', 'Long-Enough-1!');
    const records = new DynamoDbTable(table.client, table.tableName);
    const [users, store] = [new DynamoDbUserStore(records), new DynamoDbLegacyTokenStore(records)];
    const userId = (await users.findByEmail('leaves@x.example'))?.userId ?? '';
    const issue = async () => {
      const user = await users.findUser(userId);
      if (user !== null) await store.issue({ ...user, hash: randomUUID(), issuedAt: 1, expiresAt: 9_999_999_999 });
    };
    await issue();
    await Promise.all([issue(), run(['user', 'remove', 'operPA', 'LEAVES@x.example']), issue()]);

    const items = await table.items();
    const tokens = items.filter(({ SK, user_id }) => SK?.S === 'TOKEN' && user_id?.S === userId);
    const lowest = items.find(({ SK, partner_id }) => SK?.S === 'PARTNER' && partner_id?.S === 'operPA')
      ?.token_generations?.M?.[userId]?.M?.generation?.N;
    expect(tokens.length).toBeGreaterThan(0);
    expect(tokens.filter(({ generation }) => Number(generation?.N) >= Number(lowest))).toEqual([]);
    expect(items.filter(({ SK, user_id }) => SK?.S !== 'TOKEN' && user_id?.S === userId)).toEqual([]);
    const removed = items.filter(
      ({ action, target }) => action?.S === 'user.removed' && target?.S === 'leaves@x.example',
    );
    expect(removed.map(({ actor }) => actor?.S)).toEqual(['operator']);
  });
});

describe('controls', () => {
  const registry = () => new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
  const newKey = async (partnerId: string, name: string) => {
    const { key } = await createOperatorApiKey(registry(), { environment: 'test', partnerId, name });
    return key.split('_')[3] ?? '';
  };
  const eventsOf = async (partnerId: string) =>
    (await table.items())
      .filter(({ PK, action }) => PK?.S === `PARTNER#${partnerId}` && action !== undefined)
      .map(({ action, actor, target }) => [action?.S, actor?.S, target?.S]);
  const settings = (...options: string[]) => run(['partner', 'settings', 'ctrlPA', ...options]);

  beforeAll(() => run(['partner', 'create', 'ctrlPA', 'Controlled']));

  it('key list shows what each key may do, from where, how long, and no key', async () => {
    expect(await run(['key', 'list', 'ctrlPA'])).toBe('The partner ctrlPA has no keys.');
    const [first, second] = [await newKey('ctrlPA', 'First'), await newKey('ctrlPA', 'Second')];
    await run(['key', 'disable', 'ctrlPA', first]);

    const listed = await run(['key', 'list', 'ctrlPA']);

    for (const part of [`${first}  First`, `${second}  Second`, 'disabled', 'scopes   *', 'from     any IP address']) {
      expect(listed).toContain(part);
    }
    expect(listed).not.toMatch(/dpa_test_ctrlPA_\w{12}_\w{5}/);
    await run(['key', 'revoke', 'ctrlPA', first]);
    expect(await run(['key', 'list', 'ctrlPA'])).not.toContain(first);
    await expect(run(['key', 'list', 'nobodyPA'])).rejects.toThrow('no partner nobodyPA');
    await expect(run(['key', 'list', 'no body'])).rejects.toThrow('no partner no body');
  });

  it('key disable writes one event, by the operator, and nothing to a key that is disabled, deleted or foreign', async () => {
    await run(['partner', 'create', 'idlePA', 'Idle']);
    const keyId = await newKey('idlePA', 'Idle');
    expect(await run(['key', 'disable', 'idlePA', keyId])).toContain(`Disabled the key ${keyId}`);

    await expect(run(['key', 'disable', 'idlePA', keyId])).rejects.toThrow('already disabled');
    await expect(run(['key', 'disable', 'ctrlPA', keyId])).rejects.toThrow('has no key');
    await run(['key', 'revoke', 'idlePA', keyId]);
    await expect(run(['key', 'disable', 'idlePA', keyId])).rejects.toThrow('has no key');
    await expect(run(['key', 'disable', 'idlePA'])).rejects.toThrow(NAME_A_KEY);

    expect((await eventsOf('idlePA')).slice(2)).toEqual([
      ['api_key.disabled', 'operator', keyId],
      ['api_key.deleted', 'operator', keyId],
    ]);
  });

  it.each(['revoke', 'disable'])('key %s takes the key, or its hint, from standard input', async (command) => {
    const { key } = await createOperatorApiKey(registry(), {
      environment: 'test',
      partnerId: 'ctrlPA',
      name: 'Leaked',
    });
    const keyId = key.split('_')[3] ?? '';
    for (const nothing of ['', 'dpa_live_', `x ${key}`]) {
      await expect(run(['key', command, '--from-stdin'], nothing)).rejects.toThrow('Standard input holds neither');
    }

    const printed = await run(['key', command, '--from-stdin'], `${key}\n`);

    expect(printed).toContain(`the key ${keyId} of the partner ctrlPA`);
    expect(printed).not.toContain(key);
    const again = run(['key', command, '--from-stdin'], `${key.slice(0, -34)}…`);
    await expect(again).rejects.toThrow('nothing was changed');
  });

  it('partner settings shows and changes, with one event for each change', async () => {
    expect(await settings()).toContain('any IP address');
    expect(await settings('--allowed-ips', '203.0.113.7/24,2001:DB8::1', '--max-key-lifetime-days', '90')).toContain(
      'Changed',
    );
    const shown = await settings();
    expect(shown).toContain('203.0.113.0/24, 2001:db8::1');
    expect(shown).toContain('at most 90 days');
    // An operator needs no one-time code to broaden.
    expect(await settings('--any-ip')).toContain('any IP address');
    expect(await settings('--max-key-lifetime-days', 'none')).toContain('without limit');
    await expect(settings('--any-ip', '--max-key-lifetime-days', 'none')).rejects.toThrow('nothing was changed');

    const changes = (await eventsOf('ctrlPA')).filter(([action]) => action === 'settings.updated');
    expect(changes).toEqual(Array(3).fill(['settings.updated', 'operator', undefined]));
  });

  it.each([
    [['--allowed-ips', ''], '--any-ip'],
    [['--allowed-ips', '10.0.0.1,,10.0.0.2'], '--any-ip'],
    [['--allowed-ips', '0.0.0.0/0'], '--any-ip'],
    [['--allowed-ips', '10.0.0.1', '--any-ip'], 'cannot be used with option'],
    [['--max-key-lifetime-days', '0'], 'from 1 to 3650'],
    [['--max-key-lifetime-days', '3651'], 'from 1 to 3650'],
    [['--max-key-lifetime-days', '1.5'], 'from 1 to 3650'],
    [['--max-key-lifetime-days', ''], 'from 1 to 3650'],
    [['--phone', '+4930123456'], "unknown option '--phone'"],
  ])('partner settings refuses %j', async (options, message) => {
    const before = await settings();
    await expect(settings(...options)).rejects.toThrow(message);
    expect(await settings()).toBe(before);
  });

  it('key disable and a change by a user at the same moment both take place', async () => {
    const keyId = await newKey('ctrlPA', 'Busy');
    const keys = new DynamoDbApiKeyStore(new DynamoDbTable(table.client, table.tableName));
    const before = await keys.find('ctrlPA', keyId);
    if (before === null) throw new Error('no key');
    const event = {
      id: `01${randomUUID()}`,
      at: '2026-11-24T08:00:00.000Z',
      actor: 'a@b.example',
      target: keyId,
      ip: null,
    };
    await Promise.all([
      run(['key', 'disable', 'ctrlPA', keyId]),
      keys.update('ctrlPA', before, { ...before, name: 'Renamed' }, null, { ...event, action: 'api_key.renamed' }),
    ]);

    expect(await keys.find('ctrlPA', keyId)).toMatchObject({ status: 'disabled' });
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
