import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteApiKey, getApiKey, listApiKeys } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { rotateApiKey } from '../../lambdas/domain/api-keys/rotate-api-key.ts';
import { updateApiKey } from '../../lambdas/domain/api-keys/update-api-key.ts';
import type { WantedAction } from '../../lambdas/domain/code-requests/resolve-action.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import type { KeyChanges, SettingsChanges } from '../../lambdas/domain/one-time-codes/otp-action.ts';
import { changeSettings } from '../../lambdas/domain/settings/change-settings.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, type KeyCreation, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

const DAY = 86_400;
let table: EmbeddedTable;
let creation: KeyCreation;
let actor: Actor;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  creation = keyCreation(table);
  actor = await newActor(table);
});

const nowSeconds = () => Math.floor(creation.state.nowMs / 1000);
const update = (keyId: string, changes: KeyChanges, code: { id: string; code: string } | null = null) =>
  updateApiKey(
    actor,
    { keyId, changes, presented: code && { challengeId: code.id, code: code.code } },
    creation.options(),
  );
const settings = (changes: SettingsChanges, code: { id: string; code: string } | null = null) =>
  changeSettings(actor, changes, code && { challengeId: code.id, code: code.code }, creation.options());
const rotate = (keyId: string, { id, code }: { id: string; code: string }) =>
  rotateApiKey(actor, keyId, { challengeId: id, code }, creation.options());
const actions = async () => (await storedOf(table, actor)).events.map(({ action }) => action);

type Controls = { scopes?: string[]; allowedIps?: string[]; expiresAt?: number | null };

async function newKey(controls: Controls = {}): Promise<string> {
  const key = { name: 'ERP', scopes: ['*'], allowedIps: [], ...controls };
  const { id, code } = await creation.sentFor(actor, { purpose: 'create_api_key', key } as WantedAction);
  const created = await creation.create(actor, id, code);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return created.apiKey.keyId;
}

describe('without a code', () => {
  it.each<[string, Controls, KeyChanges, string]>([
    ['more scopes', { scopes: ['clients:read'] }, { scopes: ['clients:write'] }, 'scopes'],
    ['more addresses', { allowedIps: ['10.0.0.0/24'] }, { allowedIps: ['10.0.0.0/23'] }, 'allowed_ips'],
    ['an emptied list', { allowedIps: ['10.0.0.0/24'] }, { allowedIps: [] }, 'allowed_ips'],
    ['a later end', { expiresAt: 2_000_000_000 }, { expiresAt: 2_000_000_001 }, 'expires_at'],
    ['no end', { expiresAt: 2_000_000_000 }, { expiresAt: null }, 'expires_at'],
  ])('a key does not get %s', async (_, before, changes, widens) => {
    const keyId = await newKey(before);
    const stored = await getApiKey(creation.keys, actor, keyId);
    expect(await update(keyId, { ...changes, name: 'Renamed' })).toEqual({ outcome: 'otp_required', widens: [widens] });
    expect(await getApiKey(creation.keys, actor, keyId)).toEqual(stored);
    expect(await actions()).not.toContain('api_key.updated');
  });

  it('a disabled key is not enabled, though it is disabled', async () => {
    const keyId = await newKey();
    expect(await update(keyId, { status: 'disabled' })).toMatchObject({ apiKey: { status: 'disabled' } });
    expect(await update(keyId, { status: 'active' })).toEqual({ outcome: 'otp_required', widens: ['status'] });
    expect(await actions()).toContain('api_key.disabled');
  });

  it('a key is narrowed, with one event, and the same again writes nothing', async () => {
    const keyId = await newKey();
    const changes: KeyChanges = { scopes: ['*:read'], allowedIps: ['10.0.0.0/24'], expiresAt: 2_000_000_000 };
    expect(await update(keyId, changes)).toMatchObject({ outcome: 'updated', apiKey: changes });
    expect(await update(keyId, changes)).toMatchObject({ outcome: 'updated', apiKey: { revision: 1 } });
    expect((await actions()).filter((action) => action === 'api_key.updated')).toHaveLength(1);
  });

  // Each looks like a narrowing of what it read; together they would swap one address for another unasked.
  it('two narrowings at once do not widen together', async () => {
    const keyId = await newKey({ allowedIps: ['10.0.0.1', '10.0.0.2'] });
    const results = await Promise.all([
      update(keyId, { allowedIps: ['10.0.0.1'] }),
      update(keyId, { allowedIps: ['10.0.0.2'] }),
    ]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['otp_required', 'updated']);
  });

  it('the settings of the partner do not get wider', async () => {
    await settings({ allowedIps: ['10.0.0.0/24'], maxKeyLifetimeDays: 30 });
    expect(await settings({ allowedIps: [] })).toEqual({ outcome: 'otp_required', widens: ['allowed_ips'] });
    expect(await settings({ maxKeyLifetimeDays: 31 })).toEqual({
      outcome: 'otp_required',
      widens: ['max_key_lifetime_days'],
    });
    expect(await settings({ allowedIps: ['10.0.0.7'], maxKeyLifetimeDays: 7 })).toMatchObject({ outcome: 'updated' });
    expect((await actions()).filter((action) => action === 'settings.updated')).toHaveLength(2);
  });
});

describe('a code', () => {
  it('is good for exactly the change that it was asked for', async () => {
    const keyId = await newKey({ scopes: ['clients:read'] });
    const other = await newKey({ scopes: ['clients:read'] });
    const wanted = { purpose: 'update_api_key', keyId, changes: { scopes: ['clients:write'] } } as const;
    const code = await creation.sentFor(actor, wanted);
    const mismatch = { outcome: 'challenge_mismatch' };
    expect(await update(keyId, { scopes: ['*'] }, code)).toEqual(mismatch);
    expect(await update(keyId, { scopes: ['clients:write'], name: 'More' }, code)).toEqual(mismatch);
    expect(await update(other, { scopes: ['clients:write'] }, code)).toEqual(mismatch);
    expect(await settings({ allowedIps: [] }, code)).toEqual(mismatch);
    expect(await rotate(keyId, code)).toEqual(mismatch);
    expect(await creation.create(actor, code.id, code.code)).toEqual(mismatch);
    // None of these has cost an attempt.
    expect((await storedOf(table, actor)).otp?.challenge?.M?.attempts_left).toEqual({ N: '5' });
    expect(await update(keyId, { scopes: ['clients:write'] }, code)).toMatchObject({ outcome: 'updated' });
    expect(await update(keyId, { scopes: ['clients:write'] }, code)).toEqual({ outcome: 'otp_expired' });
  });

  it('that is wrong changes nothing', async () => {
    const keyId = await newKey({ expiresAt: 2_000_000_000 });
    const wanted = { purpose: 'update_api_key', keyId, changes: { expiresAt: null } } as const;
    const { id, wrong } = await creation.sentFor(actor, wanted);
    expect(await update(keyId, { expiresAt: null }, { id, code: wrong })).toEqual({
      outcome: 'otp_incorrect',
      attemptsLeft: 4,
    });
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({ expiresAt: 2_000_000_000 });
  });

  it('enables a key, and widens the settings', async () => {
    const keyId = await newKey();
    await update(keyId, { status: 'disabled' });
    const enabling = { purpose: 'update_api_key', keyId, changes: { status: 'active' } } as const;
    expect(await update(keyId, { status: 'active' }, await creation.sentFor(actor, enabling))).toMatchObject({
      apiKey: { status: 'active' },
    });
    expect(await actions()).toContain('api_key.enabled');
    await settings({ allowedIps: ['10.0.0.1'] });
    const emptying = { purpose: 'update_settings', changes: { allowedIps: [] } } as const;
    expect(await settings({ allowedIps: [] }, await creation.sentFor(actor, emptying))).toMatchObject({
      settings: { allowedIps: [] },
    });
  });

  it('shows in its message exactly what it is good for', async () => {
    const changes = { scopes: ['*:read'], allowedIps: ['10.0.0.0/24'] } as const;
    await creation.askFor(actor, { purpose: 'update_api_key', keyId: await newKey(), changes });
    expect(creation.state.messages.at(-1)?.action).toMatchObject({ purpose: 'update_api_key', name: 'ERP', changes });
  });
});

describe('a rotation', () => {
  const wantedFor = (keyId: string, graceSeconds: number) =>
    ({ purpose: 'rotate_api_key', keyId, graceSeconds }) as const;

  it('gives a new key with the settings of the old one, which ends after the grace period', async () => {
    const keyId = await newKey({ scopes: ['clients:read'], allowedIps: ['10.0.0.1'] });
    const rotated = await rotate(keyId, await creation.sentFor(actor, wantedFor(keyId, 3_600)));
    if (rotated.outcome !== 'created') throw new Error(rotated.outcome);
    expect(rotated.apiKey).toMatchObject({
      name: 'ERP',
      scopes: ['clients:read'],
      allowedIps: ['10.0.0.1'],
      expiresAt: null,
    });
    const { keyId: successor } = rotated.apiKey;
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({
      rotatedTo: successor,
      expiresAt: nowSeconds() + 3_600,
      status: 'active',
    });
    const listed = async () =>
      (await listApiKeys(creation.keys, actor, creation.state.nowMs)).map((key) => key.keyId).sort();
    expect(await listed()).toEqual([keyId, successor].sort());
    creation.state.nowMs += 3_600_000;
    expect(await listed()).toEqual([successor]);
    expect(await actions()).toContain('api_key.rotated');
  });

  it('works at the limit, and either end frees its place once', async () => {
    const keyIds: string[] = [];
    for (let made = 0; made < 50; made++) keyIds.push(await newKey());
    const [keyId = ''] = keyIds;
    expect((await creation.ask(actor)).outcome).toBe('key_limit_reached');
    const rotated = await rotate(keyId, await creation.sentFor(actor, wantedFor(keyId, 60)));
    if (rotated.outcome !== 'created') throw new Error(rotated.outcome);
    const count = async () => (await storedOf(table, actor)).partner?.active_keys?.N;
    expect(await count()).toBe('50');
    expect(await deleteApiKey(creation.keys, actor, keyId, creation.state.nowMs)).toBe(true);
    expect(await count()).toBe('50');
    expect(await deleteApiKey(creation.keys, actor, rotated.apiKey.keyId, creation.state.nowMs)).toBe(true);
    expect(await count()).toBe('49');
  });

  it('happens once, however many ask at once, and not to a key that has a successor', async () => {
    const keyId = await newKey();
    const code = await creation.sentFor(actor, wantedFor(keyId, 0));
    const results = await Promise.all(Array.from({ length: 6 }, () => rotate(keyId, code)));
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect((await storedOf(table, actor)).keys).toHaveLength(2);
    expect(await creation.askFor(actor, wantedFor(keyId, 0))).toEqual({ outcome: 'rotated_already' });
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({ expiresAt: nowSeconds() });
  });

  it('has the end of the new key in its code, and a maximum that is set later ends that code', async () => {
    const keyId = await newKey({ expiresAt: nowSeconds() + 60 * DAY });
    creation.state.nowMs += 10 * DAY * 1000;
    const code = await creation.sentFor(actor, wantedFor(keyId, 0));
    const action = creation.state.messages.at(-1)?.action;
    expect(action).toMatchObject({ purpose: 'rotate_api_key', graceSeconds: 0, expiresAt: nowSeconds() + 60 * DAY });
    await settings({ maxKeyLifetimeDays: 30 });
    expect(await rotate(keyId, code)).toEqual({ outcome: 'challenge_mismatch' });
    creation.state.nowMs += 60_000;
    expect(await rotate(keyId, await creation.sentFor(actor, wantedFor(keyId, 0)))).toMatchObject({
      apiKey: { expiresAt: nowSeconds() + 30 * DAY },
    });
  });

  // It does not count towards the limit any more, so it would be a key too many.
  it('ends a key for good: the end is not put off, also by a code from before', async () => {
    const keyId = await newKey({ expiresAt: nowSeconds() + DAY });
    const later = { expiresAt: null };
    const early = await creation.sentFor(actor, { purpose: 'update_api_key', keyId, changes: later });
    const colleague = await colleagueOf(table, actor);
    const owner = actor;
    actor = colleague;
    await rotate(keyId, await creation.sentFor(actor, wantedFor(keyId, 3_600)));
    expect(await creation.askFor(actor, { purpose: 'update_api_key', keyId, changes: later })).toEqual({
      outcome: 'rotated_already',
    });
    actor = owner;
    expect(await update(keyId, later, early)).toEqual({ outcome: 'rotated_already' });
    expect(await update(keyId, { expiresAt: nowSeconds() + 60 })).toMatchObject({ outcome: 'updated' });
    expect(await update(keyId, { expiresAt: nowSeconds() + 61 })).toMatchObject({ outcome: 'otp_required' });
  });

  it('does not let an old key live longer than it would have', async () => {
    const expiresAt = nowSeconds() + 100;
    const keyId = await newKey({ expiresAt });
    const rotated = await rotate(keyId, await creation.sentFor(actor, wantedFor(keyId, 7 * DAY)));
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({ expiresAt });
    expect(rotated).toMatchObject({ apiKey: { expiresAt: nowSeconds() + 100 } });
  });
});

describe('the maximum lifetime of keys', () => {
  beforeEach(async () => {
    await settings({ maxKeyLifetimeDays: 30 });
  });

  it('refuses a later end, and is the end of a key that is asked for without one', async () => {
    const key = { name: 'ERP', scopes: ['*'] as const, allowedIps: [] };
    const latest = nowSeconds() + 30 * DAY;
    for (const expiresAt of [null, latest + 1]) {
      expect(await creation.askFor(actor, { purpose: 'create_api_key', key: { ...key, expiresAt } })).toEqual({
        outcome: 'lifetime_exceeded',
        maxDays: 30,
        pointer: '/api_key/expires_at',
      });
    }
    expect(await getApiKey(creation.keys, actor, await newKey())).toMatchObject({ expiresAt: latest });
    const rotated = await newKey({ expiresAt: latest });
    expect(await update(rotated, { expiresAt: latest - 1 })).toMatchObject({ outcome: 'updated' });
  });

  it('leaves keys alone that were there before, until they get another end', async () => {
    const older = await newActor(table);
    actor = older;
    const keyId = await newKey();
    await settings({ maxKeyLifetimeDays: 30 });
    expect(await update(keyId, { name: 'Renamed' })).toMatchObject({ apiKey: { expiresAt: null } });
    expect(await update(keyId, { expiresAt: nowSeconds() + 31 * DAY })).toEqual({
      outcome: 'lifetime_exceeded',
      maxDays: 30,
    });
    expect(await update(keyId, { expiresAt: nowSeconds() + 30 * DAY })).toMatchObject({ outcome: 'updated' });
  });
});

describe('warnings of an end', () => {
  const due = async (keyId: string) =>
    (await table.items())
      .filter(({ PK, key_id }) => PK?.S?.startsWith('DUE#') && key_id?.S === keyId)
      .map(({ PK, days, expires_at }) => [PK?.S, Number(days?.N), Number(expires_at?.N)])
      .sort();

  it('are written with the key, on the days before its end that are to come', async () => {
    creation.state.nowMs = Date.parse('2026-11-24T12:00:00Z');
    const expiresAt = Date.parse('2026-12-02T09:00:00Z') / 1000;
    expect(await due(await newKey({ expiresAt }))).toEqual([
      ['DUE#2026-11-29', 3, expiresAt],
      ['DUE#2026-12-01', 1, expiresAt],
    ]);
    expect(await due(await newKey())).toEqual([]);
  });

  it('are written anew with another end, and with a rotation', async () => {
    const keyId = await newKey({ expiresAt: nowSeconds() + 60 * DAY });
    await update(keyId, { expiresAt: nowSeconds() + 50 * DAY });
    expect((await due(keyId)).filter(([, , at]) => at === nowSeconds() + 50 * DAY)).toHaveLength(3);
    await update(keyId, { name: 'Renamed' });
    const wanted = { purpose: 'rotate_api_key', keyId, graceSeconds: 0 } as const;
    const rotated = await rotate(keyId, await creation.sentFor(actor, wanted));
    if (rotated.outcome !== 'created') throw new Error(rotated.outcome);
    expect(await due(rotated.apiKey.keyId)).toHaveLength(3);
  });
});
