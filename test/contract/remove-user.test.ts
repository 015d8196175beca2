import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbLegacyTokenStore } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { type Actor, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { removeUser } from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

let table: EmbeddedTable;
let registry: DynamoDbPartnerRegistry;
let actor: Actor;

beforeAll(async () => {
  table = await embeddedTable();
  registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());
beforeEach(async () => {
  actor = await newActor(table);
});

it('a user whose record is of another partner by now is not removed', async () => {
  const other = await newActor(table);
  const user = await new DynamoDbPartnerStaff(new DynamoDbTable(table.client, table.tableName)).findUser(actor.subject);
  if (user === null) throw new Error('The user is missing.');
  const before = await table.items();
  const event = auditEvent('user.removed', { actor: 'operator', target: actor.email, ip: null, nowMs: Date.now() });
  expect(await registry.removeUser({ ...user, partnerId: other.partnerId }, event)).toBe('conflict');
  expect(await table.items()).toEqual(before);
});

// The token would live on, and nobody could see it any more.
it('a user who was issued a token since the record was read is not removed', async () => {
  const store = new DynamoDbLegacyTokenStore(new DynamoDbTable(table.client, table.tableName));
  const user = await store.findUser(actor.subject);
  if (user === null) throw new Error('The user is missing.');
  const [hash, expiresAt] = ['ab'.repeat(32), 1_800_000_000];
  const token = { hash, user, issuedAt: 1, expiresAt, liveTokens: [{ hash, expiresAt }], evictedHash: null };
  expect(await store.issue(token)).toBe('written');
  const before = await table.items();
  const event = auditEvent('user.removed', { actor: 'operator', target: actor.email, ip: null, nowMs: Date.now() });
  expect(await registry.removeUser(user, event)).toBe('conflict');
  expect(await table.items()).toEqual(before);
});

// Removing a user revokes tokens: a broken record beside it must not stand in the way.
it('a user is removed although the record of a colleague cannot be read', async () => {
  const colleague = await colleagueOf(table, actor);
  const key = { PK: { S: `PARTNER#${actor.partnerId}` }, SK: { S: `MEMBER#${colleague.subject}` } };
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: key,
      UpdateExpression: 'SET muted_notices = :text, subject = :number',
      ExpressionAttributeValues: { ':text': { S: 'no list' }, ':number': { N: '1' } },
    }),
  );
  expect(await removeUser(registry, actor.partnerId, actor.email)).toEqual({ outcome: 'removed' });
});

// The same person may come back: a code from before must not be good then.
it('a removed user leaves no record and no pending code', async () => {
  await keyCreation(table).sent(actor);
  expect((await storedOf(table, actor)).otp).toBeDefined();
  expect(await removeUser(registry, actor.partnerId, actor.email)).toEqual({ outcome: 'removed' });
  const left = (await table.items()).filter(
    ({ PK, SK }) => PK?.S === `USER#${actor.subject}` || SK?.S === `MEMBER#${actor.subject}`,
  );
  expect(left).toEqual([]);
});
