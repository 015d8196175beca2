import { describe, expect, test } from '@jest/globals';
import { hintOf, newPartnerId, randomText } from '../support/api-key.ts';
import { type CommandResult, operator, operatorWithInput, request } from '../support/local-run.ts';
import { echoCall, whoamiCall, withKey, withToken } from '../support/partner-calls.ts';
import {
  createApiKey,
  createLegacyToken,
  createPartner,
  listAuditEvents,
  readApiKey,
  readPartner,
  SUSPENDED,
} from '../support/records.ts';
import { expectRefusal, REFUSALS } from '../support/refusal.ts';

/** A message for people, and no trace of a stack. */
function expectClearError(result: CommandResult, ...mentions: readonly string[]): void {
  expect(result.status).toBeGreaterThan(0);
  expect(result.stdout).toBe('');
  for (const text of mentions) expect(result.stderr).toContain(text);
  expect(result.stderr).not.toMatch(/^\s+at .+:\d+/m);
}

function expectDone(result: CommandResult): void {
  expect(result).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/\S/) });
}

describe('the operator is told clearly, and nothing is changed, when', () => {
  const COMMANDS: [string, (partnerId: string) => string[]][] = [
    ['suspending', (partnerId) => ['partner', 'suspend', partnerId]],
    ['reactivating', (partnerId) => ['partner', 'reactivate', partnerId]],
    ['revoking a key of', (partnerId) => ['key', 'revoke', partnerId, randomText(12)]],
    ['disabling a key of', (partnerId) => ['key', 'disable', partnerId, randomText(12)]],
    ['listing the keys of', (partnerId) => ['key', 'list', partnerId]],
    ['changing the settings of', (partnerId) => ['partner', 'settings', partnerId, '--any-ip']],
    ['adding a user to', (partnerId) => ['user', 'add', partnerId, `${randomText(12)}@example.com`]],
  ];

  test.each(COMMANDS)('%s a partner that does not exist', async (_what, command) => {
    const partnerId = newPartnerId();

    const result = await operator(...command(partnerId));

    expectClearError(result, partnerId);
    expect(await readPartner(partnerId)).toBeUndefined();
    expect(await listAuditEvents(partnerId)).toEqual([]);
  });

  test.each(COMMANDS)('%s a partner whose ID cannot be one', async (_what, command) => {
    for (const partnerId of ['abc', 'with-hyphen', 'a'.repeat(33), 'demoPA#KEY', '../demoPA']) {
      expectClearError(await operator(...command(partnerId)));
    }
  });

  test('creating a partner whose ID cannot be one', async () => {
    expectClearError(await operator('partner', 'create', 'with_underscore', 'Name'));
    expect(await readPartner('with_underscore')).toBeUndefined();
  });

  test('creating a partner that exists', async () => {
    const partnerId = await createPartner(SUSPENDED);

    const result = await operator('partner', 'create', partnerId, 'Another name');

    expectClearError(result, partnerId);
    expect(await readPartner(partnerId)).toMatchObject({ name: { S: 'Test partner' }, status: { S: 'suspended' } });
    expect(await listAuditEvents(partnerId)).toEqual([]);
  });

  test('revoking a key twice', async () => {
    const partnerId = await createPartner({ active_keys: { N: '1' } });
    const { keyId } = await createApiKey(partnerId);
    expectDone(await operator('key', 'revoke', partnerId, keyId));

    const again = await operator('key', 'revoke', partnerId, keyId);

    expectClearError(again, keyId);
    expect(await listAuditEvents(partnerId)).toHaveLength(1);
    expect(await readPartner(partnerId)).toMatchObject({ active_keys: { N: '0' } });
  });

  test('revoking a key of another partner', async () => {
    const [own, foreign] = [await createPartner(), await createPartner()];
    const { key, keyId } = await createApiKey(own);

    expectClearError(await operator('key', 'revoke', foreign, keyId), keyId);

    expect((await request(echoCall(own, withKey(key)))).status).toBe(200);
  });

  test('revoking a key that does not exist, which must not come into being', async () => {
    const [partnerId, keyId] = [await createPartner(), randomText(12)];

    expectClearError(await operator('key', 'revoke', partnerId, keyId), keyId);

    expect(await readApiKey(partnerId, keyId)).toBeUndefined();
    expect(await listAuditEvents(partnerId)).toEqual([]);
  });

  test('suspending a partner twice: there is one event', async () => {
    const partnerId = await createPartner();
    expectDone(await operator('partner', 'suspend', partnerId));

    await operator('partner', 'suspend', partnerId);

    expect(await listAuditEvents(partnerId)).toHaveLength(1);
  });

  test('a user is added twice', async () => {
    const partnerId = await createPartner();
    const email = `${randomText(12).toLowerCase()}@example.com`;
    expectDone(await operatorWithInput('Aa1!password', 'user', 'add', partnerId, email, '--password-from-stdin'));

    const again = await operatorWithInput('Bb2!password', 'user', 'add', partnerId, email, '--password-from-stdin');

    expectClearError(again, email);
    expect(await listAuditEvents(partnerId)).toHaveLength(1);
  });

  test.each([
    ['an unknown command', ['partner', 'delete', 'demoPA']],
    ['no command', []],
    ['half a command', ['partner']],
    ['a command without its argument', ['partner', 'suspend']],
    ['an argument too many', ['partner', 'suspend', 'demoPA', 'otherPA']],
    ['an option that does not exist', ['partner', 'suspend', '--all']],
  ])('%s is given', async (_what, args) => {
    expectClearError(await operator(...args), 'partner suspend');

    expect(await readPartner('demoPA')).toMatchObject({ status: { S: 'active' } });
  });
});

describe('the operator', () => {
  test.each([
    ['partner and key ID', (key: KeyNames) => [key.partnerId, key.keyId], ''],
    ['the hint', (key: KeyNames) => [key.hint], ''],
    ['the key on standard input', () => ['--from-stdin'], 'key'],
  ])('revokes a key by %s: the very next call is a 401', async (_what, named, input) => {
    const partnerId = await createPartner({ active_keys: { N: '1' } });
    const stored = await createApiKey(partnerId);
    const before = await request(echoCall(partnerId, withKey(stored.key)));

    const names = named({ ...stored, hint: hintOf(stored) });
    const result = await operatorWithInput(input === 'key' ? stored.key : '', 'key', 'revoke', ...names);
    const after = await request(echoCall(partnerId, withKey(stored.key)));

    expectDone(result);
    expect(result.stdout).not.toContain(stored.secret);
    expect(before.status).toBe(200);
    expectRefusal(after, REFUSALS.unauthorized);
    expect(await listAuditEvents(partnerId)).toEqual([
      { action: 'api_key.deleted', actor: 'operator', target: stored.keyId },
    ]);
    expect(await readPartner(partnerId)).toMatchObject({ active_keys: { N: '0' } });
    expect(await readApiKey(partnerId, stored.keyId)).toMatchObject({
      status: { S: 'deleted' },
      deleted_by: { S: 'operator' },
      ttl: { N: expect.any(String) },
    });
  });

  interface KeyNames {
    readonly partnerId: string;
    readonly keyId: string;
    readonly key: string;
    readonly hint: string;
  }

  test('suspends and reactivates a partner, each from the very next call on', async () => {
    const partnerId = await createPartner();
    const { key } = await createApiKey(partnerId);
    const { token } = await createLegacyToken(partnerId);
    const calls = [
      echoCall(partnerId, withKey(key)),
      echoCall(partnerId, withToken(token)),
      whoamiCall(withToken(token)),
    ];

    expectDone(await operator('partner', 'suspend', partnerId));
    for (const call of calls) expectRefusal(await request(call), REFUSALS.partner_suspended);
    const eventsOfSuspension = await listAuditEvents(partnerId);
    expectDone(await operator('partner', 'reactivate', partnerId));
    for (const call of calls) expect((await request(call)).status).toBe(200);

    expect(eventsOfSuspension).toEqual([{ action: 'partner.suspended', actor: 'operator', target: undefined }]);
    expect((await listAuditEvents(partnerId)).map(({ action }) => action)).toEqual([
      'partner.suspended',
      'partner.reactivated',
    ]);
  });

  test('disables a key: the very next call is refused, and the list says so', async () => {
    const partnerId = await createPartner({ active_keys: { N: '1' } });
    const { key, keyId, secret } = await createApiKey(partnerId);

    expectDone(await operator('key', 'disable', partnerId, keyId));
    expectRefusal(await request(echoCall(partnerId, withKey(key))), REFUSALS.api_key_disabled);

    const listed = await operator('key', 'list', partnerId);
    expectDone(listed);
    expect(listed.stdout).toContain(keyId);
    expect(listed.stdout).toContain('disabled');
    expect(listed.stdout).not.toContain(secret);
    expect(await listAuditEvents(partnerId)).toEqual([
      { action: 'api_key.disabled', actor: 'operator', target: keyId },
    ]);
  });

  test('closes a partner to all but its addresses, and opens it again', async () => {
    const partnerId = await createPartner();
    const { key } = await createApiKey(partnerId);

    expectDone(await operator('partner', 'settings', partnerId, '--allowed-ips', '192.0.2.1'));
    expectRefusal(await request(echoCall(partnerId, withKey(key))), REFUSALS.ip_not_allowed);
    expectDone(await operator('partner', 'settings', partnerId, '--any-ip', '--max-key-lifetime-days', '30'));
    expect((await request(echoCall(partnerId, withKey(key)))).status).toBe(200);

    expect(await readPartner(partnerId)).toMatchObject({ max_key_lifetime_days: { N: '30' } });
    expect((await listAuditEvents(partnerId)).map(({ action, actor }) => [action, actor])).toEqual([
      ['settings.updated', 'operator'],
      ['settings.updated', 'operator'],
    ]);
  });

  test('creates a partner and a user, who can call at once', async () => {
    const partnerId = newPartnerId();
    const email = `${randomText(12).toLowerCase()}@example.com`;
    const password = `Aa1!${randomText(12)}`;

    const created = await operator('partner', 'create', partnerId, 'New partner', '--legacy-token');
    const added = await operatorWithInput(
      `${password}\n`,
      ...['user', 'add', partnerId, email, '--phone', '+4930901820', '--password-from-stdin'],
    );
    const body = JSON.stringify({ username: email, password });
    const headers = [['Content-Type', 'application/json']] as const;
    const token = await request({ method: 'POST', path: '/api/v2/token', headers, body });
    const response = await request(echoCall(partnerId, withToken(token.json.access_token)));

    for (const result of [created, added]) expectDone(result);
    expect(added.stdout + added.stderr).not.toContain(password);
    expect(response.status).toBe(200);
    expect(await readPartner(partnerId)).toMatchObject({
      name: { S: 'New partner' },
      status: { S: 'active' },
      legacy_token_enabled: { BOOL: true },
    });
    expect((await listAuditEvents(partnerId)).map(({ action, actor }) => [action, actor])).toEqual([
      ['partner.created', 'operator'],
      ['user.added', 'operator'],
    ]);
  });
});
