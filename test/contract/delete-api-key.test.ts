import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { deleteApiKey } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { rotateApiKey } from '../../lambdas/domain/api-keys/rotate-api-key.ts';
import { type Actor, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { revokeApiKey } from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { type KeyCreation, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

let table: EmbeddedTable;
let creation: KeyCreation;
let actor: Actor;
let keyId: string;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(async () => {
  creation = keyCreation(table);
  actor = await newActor(table);
  await newKey();
  keyId = await newKey();
});

async function newKey(): Promise<string> {
  const { id, code } = await creation.sent(actor);
  const created = await creation.create(actor, id, code);
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return created.apiKey.keyId;
}

async function rotate(): Promise<string> {
  const wanted = { purpose: 'rotate_api_key', keyId, graceSeconds: 60 } as const;
  const { id: challengeId, code } = await creation.sentFor(actor, wanted);
  const rotated = await rotateApiKey(actor, keyId, { challengeId, code }, creation.options());
  if (rotated.outcome !== 'created') throw new Error(rotated.outcome);
  return rotated.apiKey.keyId;
}

/** Writes without reading first. */
function writeDeletion(of: { keyId: string; rotatedTo: string | null }, { partnerId } = actor) {
  const about = { actor: actor.email, target: of.keyId, ip: null, nowMs: creation.state.nowMs };
  return creation.keys.delete(partnerId, of, auditEvent('api_key.deleted', about));
}
const deletions = async () =>
  (await storedOf(table, actor)).events.filter(({ action }) => action === 'api_key.deleted').length;
const counted = async () => (await storedOf(table, actor)).partner?.active_keys?.N;

// A second one would lower the count again, so that the partner could have a key too many; one of a missing key would create an item.
describe('a deletion writes nothing', () => {
  it.each<[string, () => Promise<{ keyId: string; rotatedTo: string | null }>]>([
    [
      'of a key that is deleted already',
      async () => {
        await deleteApiKey(creation.keys, actor, keyId, creation.state.nowMs);
        return { keyId, rotatedTo: null };
      },
    ],
    ['of a key that was never there', async () => ({ keyId: '000000000000', rotatedTo: null })],
    ['of a rotated key that was never there', async () => ({ keyId: '000000000000', rotatedTo: '000000000001' })],
    [
      'of a key that was rotated since it was read',
      async () => {
        await rotate();
        return { keyId, rotatedTo: null };
      },
    ],
    ['of a key that has no successor although it was read with one', async () => ({ keyId, rotatedTo: 'successor' })],
  ])('%s', async (_, prepare) => {
    const key = await prepare();
    const before = await table.items();
    expect(await writeDeletion(key)).toBe('conflict');
    expect(await table.items()).toEqual(before);
  });

  it("of another partner's key", async () => {
    const other = await newActor(table);
    const before = await table.items();
    expect(await writeDeletion({ keyId, rotatedTo: null }, other)).toBe('conflict');
    expect(await table.items()).toEqual(before);
  });
});

describe('many deletions of one key at once', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['by staff', () => deleteApiKey(creation.keys, actor, keyId, creation.state.nowMs)],
    [
      'by an operator',
      () =>
        revokeApiKey(
          new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName)),
          actor.partnerId,
          keyId,
        ),
    ],
  ])('take it off the count once, with one event: %s', async (_, remove) => {
    await Promise.all([remove(), remove(), remove(), remove()]);
    expect(await counted()).toBe('1');
    expect(await deletions()).toBe(1);
  });
});
