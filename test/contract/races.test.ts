import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import type { ApiKeyStore } from '../../lambdas/domain/api-keys/api-key-store.ts';
import { deleteApiKey, getApiKey } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { rotateApiKey } from '../../lambdas/domain/api-keys/rotate-api-key.ts';
import { updateApiKey } from '../../lambdas/domain/api-keys/update-api-key.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import type { KeyChanges } from '../../lambdas/domain/one-time-codes/otp-action.ts';
import type { CodePresentation } from '../../lambdas/domain/one-time-codes/redeem-code.ts';
import { setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { changeSettings } from '../../lambdas/domain/settings/change-settings.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, type KeyCreation, keyCreation, newActor, storedOf } from '../support/key-creation.ts';
import { writeFirst } from '../support/write-first.ts';

const DAY = 86_400;
const UNLIMITED: KeyChanges = { expiresAt: null };
let table: EmbeddedTable;
let creation: KeyCreation;
let actor: Actor;
let colleague: Actor;
let keyId: string;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  creation = keyCreation(table);
  actor = await newActor(table);
  colleague = await colleagueOf(table, actor);
  keyId = await newKey();
});

async function newKey(): Promise<string> {
  const key = { name: 'ERP', scopes: ['*'], allowedIps: [], expiresAt: nowSeconds() + DAY } as const;
  const { id, code } = await creation.sentFor(actor, { purpose: 'create_api_key', key });
  const created = await creation.create(actor, id, code);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return created.apiKey.keyId;
}

const nowSeconds = () => Math.floor(creation.state.nowMs / 1000);
const updating = () => ({ purpose: 'update_api_key', keyId, changes: UNLIMITED }) as const;
const rotation = () => ({ purpose: 'rotate_api_key', keyId, graceSeconds: 60 }) as const;
const update = (presented: CodePresentation, keys: ApiKeyStore = creation.keys) =>
  updateApiKey(actor, { keyId, changes: UNLIMITED, presented }, { ...creation.options(), keys });
const rotate = (presented: CodePresentation, keys: ApiKeyStore = creation.keys) =>
  rotateApiKey(actor, keyId, presented, { ...creation.options(), keys });
const attemptsLeft = async () => (await storedOf(table, actor)).otp?.challenge?.M?.attempts_left?.N;
const keysOf = async () => (await storedOf(table, actor)).keys;

async function codeFor(wanted: ReturnType<typeof updating> | ReturnType<typeof rotation>) {
  const { id: challengeId, code, wrong } = await creation.sentFor(actor, wanted);
  return { right: { challengeId, code }, wrong: { challengeId, code: wrong } };
}

const deleteIt = () => deleteApiKey(creation.keys, colleague, keyId, creation.state.nowMs);
async function rotateIt() {
  const { id: challengeId, code } = await creation.sentFor(colleague, rotation());
  const rotated = await rotateApiKey(colleague, keyId, { challengeId, code }, creation.options());
  if (rotated.outcome !== 'created') throw new Error(rotated.outcome);
}
const suspend = () =>
  setPartnerStatus(
    new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName)),
    actor.partnerId,
    'suspended',
  );

describe('a change without a code', () => {
  // Each narrows what it has read; together they would put one IP address in the place of another.
  it('of settings is compared with what a colleague has just written', async () => {
    const change = (of: Actor, allowedIps: string[], store = creation.options().settings) =>
      changeSettings(of, { allowedIps }, null, { ...creation.options(), settings: store });
    await change(actor, ['10.0.0.1', '10.0.0.2']);
    const store = writeFirst(creation.options().settings, 'update', () => change(colleague, ['10.0.0.2']));
    expect(await change(actor, ['10.0.0.1'], store)).toEqual({ outcome: 'otp_required', widens: ['allowed_ips'] });
    expect((await storedOf(table, actor)).partner?.allowed_ips).toEqual({ L: [{ S: '10.0.0.2' }] });
  });

  it('of a key is compared with what a colleague has just written', async () => {
    const change = (of: Actor, allowedIps: string[], keys: ApiKeyStore = creation.keys) =>
      updateApiKey(of, { keyId, changes: { allowedIps }, presented: null }, { ...creation.options(), keys });
    await change(actor, ['10.0.0.1', '10.0.0.2']);
    const keys = writeFirst<ApiKeyStore>(creation.keys, 'update', () => change(colleague, ['10.0.0.2']));
    expect(await change(actor, ['10.0.0.1'], keys)).toEqual({ outcome: 'otp_required', widens: ['allowed_ips'] });
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({ allowedIps: ['10.0.0.2'] });
  });
});

// A key with a successor does not count towards the limit any more, so a code from before must not extend it.
describe('a code to extend a key that a colleague has rotated since', () => {
  it.each<[string, keyof ApiKeyStore, number]>([
    ['after the code was asked for', 'find', 1],
    ['after the change was checked', 'find', 2],
    ['just before the change is written', 'update', 1],
  ])('extends nothing: %s', async (_, method, call) => {
    const { right } = await codeFor(updating());
    const keys = writeFirst(creation.keys, method, rotateIt, { call });
    expect(await update(right, keys)).toEqual({ outcome: 'rotated_already' });
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({ expiresAt: nowSeconds() + 60 });
    expect(await attemptsLeft()).toBe('5');
  });

  it('takes no attempt when it is wrong', async () => {
    const { wrong } = await codeFor(updating());
    await rotateIt();
    expect(await update(wrong)).toEqual({ outcome: 'rotated_already' });
    expect(await attemptsLeft()).toBe('5');
  });
});

// Both write the user's OTP state: a code that is superseded must not pass on the state from before.
describe('a code that is superseded just before the write', () => {
  const supersede = () => {
    creation.state.nowMs += 30_000;
    return codeFor(updating());
  };

  it('changes nothing', async () => {
    const { right } = await codeFor(updating());
    expect(await update(right, writeFirst(creation.keys, 'update', supersede))).toEqual({ outcome: 'otp_expired' });
    expect(await getApiKey(creation.keys, actor, keyId)).toMatchObject({ revision: 0 });
  });

  it('rotates nothing', async () => {
    const { right } = await codeFor(rotation());
    expect(await rotate(right, writeFirst(creation.keys, 'rotate', supersede))).toEqual({ outcome: 'otp_expired' });
    expect(await keysOf()).toHaveLength(1);
  });
});

describe('a code to change a key that a colleague has deleted since', () => {
  it.each<[string, keyof ApiKeyStore, number]>([
    ['after the code was asked for', 'find', 1],
    ['after the change was checked', 'find', 2],
    ['just before the change is written', 'update', 1],
  ])('brings nothing back: %s', async (_, method, call) => {
    const { right } = await codeFor(updating());
    expect(await update(right, writeFirst(creation.keys, method, deleteIt, { call }))).toEqual({
      outcome: 'not_found',
    });
    expect(await keysOf()).toMatchObject([{ status: { S: 'deleted' } }]);
    expect(await attemptsLeft()).toBe('5');
  });

  it('takes no attempt when it is wrong', async () => {
    const { wrong } = await codeFor(updating());
    await deleteIt();
    expect(await update(wrong)).toEqual({ outcome: 'not_found' });
    expect(await attemptsLeft()).toBe('5');
  });
});

describe('a rotation', () => {
  it.each<[string, keyof ApiKeyStore, number]>([
    ['after the code was asked for', 'find', 1],
    ['after the rotation was checked', 'find', 2],
    ['just before the rotation is written', 'rotate', 1],
  ])('makes no successor of a key that a colleague has deleted: %s', async (_, method, call) => {
    const { right } = await codeFor(rotation());
    expect(await rotate(right, writeFirst(creation.keys, method, deleteIt, { call }))).toEqual({
      outcome: 'not_found',
    });
    expect(await keysOf()).toMatchObject([{ status: { S: 'deleted' } }]);
  });

  it.each<[string, keyof ApiKeyStore, number]>([
    ['after the code was asked for', 'find', 1],
    ['after the rotation was checked', 'find', 2],
    ['just before the rotation is written', 'rotate', 1],
  ])('makes no second successor of a key that a colleague has rotated: %s', async (_, method, call) => {
    const { right } = await codeFor(rotation());
    const keys = writeFirst(creation.keys, method, rotateIt, { call });
    expect(await rotate(right, keys)).toEqual({ outcome: 'rotated_already' });
    expect(await keysOf()).toHaveLength(2);
  });

  it('takes no attempt for a wrong code when the key is rotated or deleted', async () => {
    const { wrong } = await codeFor(rotation());
    await rotateIt();
    expect(await rotate(wrong)).toEqual({ outcome: 'rotated_already' });
    await deleteIt();
    expect(await rotate(wrong)).toEqual({ outcome: 'not_found' });
    expect(await attemptsLeft()).toBe('5');
  });

  // Otherwise the successor would be allowed what was taken from the key a moment before.
  it('gives the successor the restrictions that a colleague has just set', async () => {
    const { right } = await codeFor(rotation());
    const narrow = () =>
      updateApiKey(colleague, { keyId, changes: { scopes: ['clients:read'] }, presented: null }, creation.options());
    expect(await rotate(right, writeFirst(creation.keys, 'rotate', narrow))).toMatchObject({
      outcome: 'created',
      apiKey: { scopes: ['clients:read'] },
    });
  });

  // A suspended partner must not get a new key.
  it('makes no successor for a partner that is suspended just before it is written', async () => {
    const { right } = await codeFor(rotation());
    const before = await keysOf();
    expect(await rotate(right, writeFirst(creation.keys, 'rotate', suspend))).toEqual({ outcome: 'partner_suspended' });
    expect(await keysOf()).toEqual(before);
    expect(await attemptsLeft()).toBe('5');
  });
});
