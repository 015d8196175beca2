import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { type Actor, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import type { UserRecord } from '../../lambdas/domain/model/records.ts';
import { removeUser } from '../../lambdas/domain/users/manage-users.ts';
import { raiseGeneration } from '../../lambdas/domain/users/token-generations.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

const IDENTITY = { issuer: 'https://issuer.example', subject: 'subject' };
const EVENT = auditEvent('user.removed', { actor: 'operator', target: 'ana', ip: null, nowMs: Date.now() });
let table: EmbeddedTable;
let users: DynamoDbUserStore;
let actor: Actor;

beforeAll(async () => {
  table = await embeddedTable();
  users = new DynamoDbUserStore(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());
beforeEach(async () => {
  actor = await newActor(table);
});

async function recordOf({ userId }: Actor): Promise<UserRecord> {
  const user = await users.findUser(userId);
  if (user === null) throw new Error('The user is missing.');
  return user;
}

it('a user whose record is of another partner by now is not removed', async () => {
  const other = await newActor(table);
  const user = { ...(await recordOf(actor)), partnerId: other.partnerId };
  const before = await table.items();
  expect(await users.remove(user, raiseGeneration(new Map(), user, 0), EVENT)).toBe('conflict');
  expect(await table.items()).toEqual(before);
});

// An identity that was linked meanwhile would stay, and could not be linked again.
it('a user who has changed since the record was read is not removed', async () => {
  const user = await recordOf(actor);
  expect(await users.link(user, IDENTITY, EVENT.at)).toBe('written');
  const before = await table.items();
  expect(await users.remove(user, raiseGeneration(new Map(), user, 0), EVENT)).toBe('conflict');
  expect(await table.items()).toEqual(before);
  expect(await removeUser(users, actor.partnerId, actor.email)).toEqual({ outcome: 'removed' });
  expect(await users.findByIdentity(IDENTITY)).toBeNull();
});

// Removing a user revokes tokens: a broken record beside it must not stand in the way.
it('a user is removed although the record of a colleague cannot be read', async () => {
  const colleague = await colleagueOf(table, actor);
  const key = { PK: { S: `PARTNER#${actor.partnerId}` }, SK: { S: `MEMBER#${colleague.userId}` } };
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: key,
      UpdateExpression: 'SET muted_notices = :text, user_id = :number',
      ExpressionAttributeValues: { ':text': { S: 'no list' }, ':number': { N: '1' } },
    }),
  );
  expect(await removeUser(users, actor.partnerId, actor.email)).toEqual({ outcome: 'removed' });
});

// The same person may come back: a code from before must not be good then.
it('a removed user leaves no record and no pending code', async () => {
  await keyCreation(table).sent(actor);
  expect((await storedOf(table, actor)).otp).toBeDefined();
  await users.link(await recordOf(actor), IDENTITY, EVENT.at);
  expect(await removeUser(users, actor.partnerId, actor.email)).toEqual({ outcome: 'removed' });
  const left = (await table.items()).filter(
    ({ PK, SK, user_id }) =>
      PK?.S === `USER#${actor.userId}` || SK?.S === `MEMBER#${actor.userId}` || user_id?.S === actor.userId,
  );
  expect(left).toEqual([]);
});
