import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../lambdas/adapters/dynamodb/record-keys.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { entryValue } from '../../lambdas/adapters/users/token-generation-items.ts';
import { type Actor, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { endAccess } from '../../lambdas/domain/users/end-access.ts';
import { findSignedInUser } from '../../lambdas/domain/users/find-signed-in-user.ts';
import { addUser, removeUser } from '../../lambdas/domain/users/manage-users.ts';
import { MAX_DROPPED, raiseGeneration } from '../../lambdas/domain/users/token-generations.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, newActor } from '../support/key-creation.ts';
import { writeFirst } from '../support/write-first.ts';

const NOW = Math.floor(Date.now() / 1000);
const NOW_MS = NOW * 1000;
const ISSUER = 'https://issuer.example';
const NO_ACCOUNTS = { ensureAccount: async () => 'unchanged' as const };
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

const signIn = (subject: string, email: string | null = actor.email) =>
  findSignedInUser({ issuer: ISSUER, subject: `${subject}-${actor.userId}`, email }, users, NOW_MS);
const signOut = ({ userId, email }: Actor, store: Parameters<typeof endAccess>[2]['users'] = users, nowMs = NOW_MS) =>
  endAccess(userId, { action: 'user.signed_out', actor: email, ip: null }, { users: store, nowMs });

async function setEntry(userId: string, entry: { generation: number; until: number }): Promise<void> {
  await table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: recordKeys.partner(actor.partnerId),
      UpdateExpression: 'SET token_generations.#user = :entry',
      ExpressionAttributeNames: { '#user': userId },
      ExpressionAttributeValues: { ':entry': entryValue(entry) },
    }),
  );
}

describe('a user', () => {
  it('is added once for an e-mail address, by many at once', async () => {
    const user = {
      partnerId: actor.partnerId,
      email: `new-${actor.email}`,
      phone: null,
      password: null,
      identity: null,
    };
    const added = await Promise.all(Array.from({ length: 5 }, () => addUser(users, NO_ACCOUNTS, user)));
    expect(added.map(({ outcome }) => outcome).toSorted()).toEqual(['added', 'exists', 'exists', 'exists', 'exists']);
    expect((await table.items()).filter(({ email }) => email?.S === user.email)).toHaveLength(2);
  });

  it('is not added for an account of another user, and leaves nothing', async () => {
    await signIn('one');
    const identity = { issuer: ISSUER, subject: `one-${actor.userId}` };
    const before = await table.items();
    const user = { partnerId: actor.partnerId, email: `two-${actor.email}`, phone: null, password: null, identity };
    expect(await addUser(users, NO_ACCOUNTS, user)).toEqual({ outcome: 'identity_taken' });
    expect(await table.items()).toEqual(before);
  });
});

describe('the first sign-in', () => {
  it('links the account once, however many there are at once', async () => {
    const found = await Promise.all(Array.from({ length: 8 }, () => signIn('one')));
    expect(found.map((user) => user?.userId)).toEqual(Array(8).fill(actor.userId));
    const linked = (await table.items()).filter(
      ({ SK, user_id }) => SK?.S === 'IDENTITY' && user_id?.S === actor.userId,
    );
    expect(linked).toMatchObject([{ issuer: { S: ISSUER }, linked_at: { S: new Date(NOW_MS).toISOString() } }]);
    expect(await users.findUser(actor.userId)).toMatchObject({ revision: 2 });
  });

  it('of two accounts with the same address links one', async () => {
    const found = await Promise.all(['one', 'two', 'one', 'two'].map((subject) => signIn(subject)));
    expect(found.filter((user) => user !== null)).toHaveLength(2);
    expect((await users.findUser(actor.userId))?.identities).toHaveLength(1);
  });

  it('links nobody who is being removed, and leaves no identity behind', async () => {
    const [found] = await Promise.all([signIn('one'), removeUser(users, actor.partnerId, actor.email)]);
    expect(found === null || found.userId === actor.userId).toBe(true);
    expect((await table.items()).filter(({ user_id }) => user_id?.S === actor.userId)).toEqual([]);
    expect(await signIn('one')).toBeNull();
  });
});

describe('the entries of a partner', () => {
  const generations = () => users.findGenerations(actor.partnerId);
  const over = { generation: 2, until: NOW };
  const alive = { generation: 2, until: NOW + 1 };

  it('are raised in one transaction with the user and the event', async () => {
    expect(await signOut(actor)).toEqual({ outcome: 'ended' });
    expect(await generations()).toEqual(new Map([[actor.userId, { generation: 2, until: NOW + 25 * 3600 }]]));
    expect(await users.findUser(actor.userId)).toMatchObject({ generation: 2, sessionsValidAfter: NOW });
    const events = (await table.items()).filter(
      ({ action, target }) => action?.S === 'user.signed_out' && target?.S === actor.email,
    );
    expect(events).toHaveLength(1);
  });

  it('are dropped when no token can be alive, a hundred at once', async () => {
    for (let index = 0; index < MAX_DROPPED + 5; index++) await setEntry(`usr_over${index}`, over);
    await setEntry('usr_alive', alive);
    await signOut(actor);
    expect((await generations()).size).toBe(5 + 2);
    await signOut(actor);
    expect([...(await generations()).keys()].toSorted()).toEqual([actor.userId, 'usr_alive'].toSorted());
  });

  // The entry would be the only thing that keeps the tokens of a user out who was just removed.
  it('are not dropped if they were renewed since they were read', async () => {
    const colleague = await colleagueOf(table, actor);
    await setEntry(colleague.userId, { generation: 1, until: NOW });
    const racing = writeFirst(users, 'endAccess', () => removeUser(users, actor.partnerId, colleague.email));
    expect(await signOut(actor, racing)).toEqual({ outcome: 'ended' });
    expect((await generations()).get(colleague.userId)).toMatchObject({ generation: 2 });
    expect((await generations()).get(actor.userId)).toMatchObject({ generation: 2 });
  });

  it('and the user stay as they were if either has changed since it was read', async () => {
    const user = await users.findUser(actor.userId);
    if (user === null) throw new Error('The user is missing.');
    const event = auditEvent('user.signed_out', { actor: actor.email, target: null, ip: null, nowMs: NOW_MS });
    const times = { sessionsValidAfter: NOW, passwordResetAt: null };
    const changes: [typeof user, Parameters<typeof raiseGeneration>[0]][] = [
      [{ ...user, revision: 7 }, new Map()],
      [user, new Map([['usr_gone', over]])],
    ];
    const before = await table.items();
    for (const [read, entries] of changes) {
      const change = raiseGeneration(entries, read, NOW);
      expect(await users.endAccess(read, change, times, event)).toBe('conflict');
      expect(await users.remove(read, change, event)).toBe('conflict');
    }
    expect(await table.items()).toEqual(before);
  });

  it('hold the latest generation after many ends at once', async () => {
    const [colleague, another] = [await colleagueOf(table, actor), await colleagueOf(table, actor)];
    await Promise.all([
      signOut(actor),
      signOut(actor),
      signOut(colleague),
      removeUser(users, actor.partnerId, another.email),
    ]);
    const raised = await generations();
    expect([actor, colleague, another].map(({ userId }) => raised.get(userId)?.generation)).toEqual([3, 2, 2]);
    expect(await users.findUser(actor.userId)).toMatchObject({ generation: 3 });
  });
});
