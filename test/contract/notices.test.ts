import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../lambdas/adapters/dynamodb/record-keys.ts';
import { putEvent } from '../../lambdas/adapters/dynamodb/transaction-items.ts';
import { DynamoDbNoticeLog } from '../../lambdas/adapters/notices/dynamodb-notice-log.ts';
import { DynamoDbNoticeSettings } from '../../lambdas/adapters/notices/dynamodb-notice-settings.ts';
import { DynamoDbNoticedKeys } from '../../lambdas/adapters/notices/dynamodb-noticed-keys.ts';
import { DynamoDbNotifiableEventParser } from '../../lambdas/adapters/notices/dynamodb-notifiable-event-parser.ts';
import { DynamoDbMemberStore } from '../../lambdas/adapters/partners/dynamodb-member-store.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { deleteApiKey } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { updateApiKey } from '../../lambdas/domain/api-keys/update-api-key.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { type AuditDetail, auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { chooseNotices, noticeChoice } from '../../lambdas/domain/notices/mute-notices.ts';
import { removeUser } from '../../lambdas/domain/users/manage-users.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { failingClient } from '../support/failing-client.ts';
import { colleagueOf, type KeyCreation, keyCreation, newActor } from '../support/key-creation.ts';

const NOW = 1_795_000_000;

let table: EmbeddedTable;
let records: DynamoDbTable;
let log: DynamoDbNoticeLog;
let settings: DynamoDbNoticeSettings;
let creation: KeyCreation;

beforeAll(async () => {
  table = await embeddedTable();
  records = new DynamoDbTable(table.client, table.tableName);
  log = new DynamoDbNoticeLog(records);
  settings = new DynamoDbNoticeSettings(records);
});
afterAll(async () => {
  await table.close();
});
beforeEach(() => {
  creation = keyCreation(table);
});

const times = <T>(count: number, work: (n: number) => T) => Array.from({ length: count }, (_, n) => work(n));
let count = 0;
const newDelivery = () => ({ partnerId: `partner${++count}`, eventId: 'ULID', userId: 's' });

describe('a delivery', () => {
  it('is had by one of any number of runs', async () => {
    const delivery = newDelivery();
    const claims = await Promise.all(times(20, () => log.claim(delivery, NOW, NOW + 300)));

    expect(claims.filter((claim) => claim === 'claimed')).toHaveLength(1);
    expect(claims.filter((claim) => claim === 'held')).toHaveLength(19);
  });

  it('is held until it is given back or lapses', async () => {
    const delivery = newDelivery();
    await log.claim(delivery, NOW, NOW + 300);
    expect(await log.claim(delivery, NOW + 299, NOW + 600)).toBe('held');
    expect(await log.claim(delivery, NOW + 300, NOW + 600)).toBe('claimed');
    await log.release(delivery);
    expect(await log.claim(delivery, NOW + 301, NOW + 600)).toBe('claimed');
  });

  it.each(['sent', 'rejected'] as const)('that is %s stays so, and is gone a week later', async (outcome) => {
    const delivery = newDelivery();
    await log.claim(delivery, NOW, NOW + 300);
    await log.finish(delivery, outcome);

    expect(await log.claim(delivery, NOW + 10_000, NOW + 20_000)).toBe('done');
    const items = await table.items();
    expect(items.find(({ PK }) => PK?.S === `NOTICE#${delivery.partnerId}`)).toEqual({
      ...recordKeys.notice(delivery.partnerId, 'ULID', 's'),
      outcome: { S: outcome },
      ttl: { N: String(NOW + 7 * 86_400) },
    });
  });

  it('is another one for another user, event and partner', async () => {
    const delivery = newDelivery();
    await log.claim(delivery, NOW, NOW + 300);
    for (const other of [{ userId: 't' }, { eventId: 'ULIE' }, { partnerId: `${delivery.partnerId}x` }]) {
      expect(await log.claim({ ...delivery, ...other }, NOW, NOW + 300)).toBe('claimed');
    }
  });

  // An item that came into being so would have no end.
  it('that nobody has claimed is neither given back nor finished', async () => {
    const delivery = newDelivery();
    await expect(log.release(delivery)).rejects.toThrow(DependencyError);
    await expect(log.finish(delivery, 'sent')).rejects.toThrow(DependencyError);
  });

  it('is unknown where the table fails', async () => {
    const failing = failingClient(table.endpoint);
    failing.fail = () => ({ before: new Error('no answer') });
    const claim = new DynamoDbNoticeLog(new DynamoDbTable(failing.client, table.tableName)).claim(
      newDelivery(),
      NOW,
      NOW,
    );
    await expect(claim).rejects.toThrow(DependencyError);
    failing.close();
  });
});

describe("a user's choice", () => {
  it('is the same for nobody else, and outlives what is written at once', async () => {
    const actor = await newActor(table);
    const colleague = await colleagueOf(table, actor);
    const options = { notices: settings, nowMs: Date.now() };
    const kinds = ['api_key_narrowed', 'api_key_disabled', 'api_key_deleted', 'otp_locked'] as const;
    await Promise.all(kinds.map((kind) => chooseNotices(actor, { [kind]: false }, options)));

    const choice = await noticeChoice(settings, actor);
    expect(
      Object.entries(choice)
        .filter(([, notified]) => !notified)
        .map(([kind]) => kind),
    ).toEqual([...kinds]);
    expect(Object.values(await noticeChoice(settings, colleague))).not.toContain(false);
    const recipients = await new DynamoDbMemberStore(records).list(actor.partnerId);
    expect(recipients.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))).toEqual(
      [
        { userId: actor.userId, email: actor.email, mutedNotices: [...kinds], noticesRevision: kinds.length },
        { userId: colleague.userId, email: colleague.email, mutedNotices: [], noticesRevision: 0 },
      ].toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
    );
  });

  it('does not bring a removed user back', async () => {
    const actor = await newActor(table);
    await removeUser(new DynamoDbUserStore(records), actor.partnerId, actor.email);
    const event = auditEvent('notices.updated', { actor: actor.email, target: actor.email, ip: null, nowMs: 0 });

    expect(await settings.update(actor, 0, ['otp_locked'], event)).toBe('conflict');
    await expect(noticeChoice(settings, actor)).rejects.toThrow(DependencyError);
    expect(await new DynamoDbMemberStore(records).list(actor.partnerId)).toEqual([]);
  });

  it('keeps what a later version has muted out of this one', async () => {
    const actor = await newActor(table);
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.tableName,
        Key: recordKeys.member(actor.partnerId, actor.userId),
        UpdateExpression: 'SET muted_notices = :muted',
        ExpressionAttributeValues: { ':muted': { L: [{ S: 'of_tomorrow' }, { S: 'otp_locked' }] } },
      }),
    );

    expect((await settings.find(actor.partnerId, actor.userId)).muted).toEqual(['otp_locked']);
    await chooseNotices(actor, { api_key_disabled: false }, { notices: settings, nowMs: 0 });
    expect((await settings.find(actor.partnerId, actor.userId)).muted).toEqual(['api_key_disabled', 'otp_locked']);
  });
});

describe('an image of the stream', () => {
  const parser = new DynamoDbNotifiableEventParser();

  async function stored(detail?: AuditDetail) {
    const { partnerId, email } = await newActor(table);
    const about = { actor: email, target: 'abcDEF123456', ip: '203.0.113.9', nowMs: Date.now() };
    const event = auditEvent('api_key.updated', about, detail);
    await records.transact([putEvent(partnerId, event)]);
    const item = await records.get(recordKeys.auditEvent(partnerId, event.id));
    return { partnerId, event, item };
  }

  it.each<[AuditDetail | undefined]>([
    [undefined],
    [{ widens: ['scopes', 'status'], narrows: ['allowed_ips', 'expires_at'] }],
    [
      {
        widens: ['max_key_lifetime_days'],
        settings: {
          from: { allowedIps: [], maxKeyLifetimeDays: 30 },
          to: { allowedIps: ['192.0.2.0/24', '2001:db8::1'], maxKeyLifetimeDays: null },
        },
      },
    ],
    [{ offAt: '2026-12-24T18:00:00.000Z' }],
    [{ mutes: ['otp_locked', 'api_key_created'] }],
  ])('gives back an event with the detail %j', async (detail) => {
    const { partnerId, event, item } = await stored(detail);
    expect(parser.parse(item)).toEqual({ source: 'change', partnerId, auditEvent: event });
  });

  it('gives the use of a deleted key', () => {
    const item = {
      PK: { S: 'USAGE#demoPA' },
      SK: { S: 'abcDEF123456#REVOKED#2026-11-24' },
      notice: { S: 'revoked_key_used' },
      key_id: { S: 'abcDEF123456' },
      at: { S: '2026-11-24T07:51:30.000Z' },
    };
    const use = { source: 'revoked_key', partnerId: 'demoPA', keyId: 'abcDEF123456', at: item.at.S, ip: null };
    expect(parser.parse(item)).toEqual(use);
    expect(parser.parse({ ...item, ip: { S: '203.0.113.9' } })).toEqual({ ...use, ip: '203.0.113.9' });
  });

  it.each([
    ['a key', { PK: { S: 'PARTNER#demoPA' }, SK: { S: 'KEY#abcDEF123456' } }],
    ['usage', { PK: { S: 'USAGE#demoPA' }, SK: { S: 'abcDEF123456#2026-11-24' } }],
    ['a delivery', { PK: { S: 'NOTICE#demoPA' }, SK: { S: 'AUDIT#x' } }],
  ])('is no notifiable event if it is of %s', (_, item) => expect(parser.parse(item)).toBeNull());

  it('that cannot be read is not guessed', async () => {
    const { item } = await stored({ widens: ['scopes'] });
    const without = (name: string) => Object.fromEntries(Object.entries(item ?? {}).filter(([key]) => key !== name));
    for (const image of [
      undefined,
      null,
      {},
      without('actor'),
      without('at'),
      { ...item, widens: { L: [{ S: 'everything' }] } },
      { ...item, mutes: { S: 'otp_locked' } },
      { ...item, narrows: { L: [{ S: 'everything' }] } },
      { ...item, settings_from: { M: { allowed_ips: { L: [] } } } },
      { ...item, settings_from: { M: {} }, settings_to: { M: { allowed_ips: { L: [] } } } },
    ]) {
      expect(() => parser.parse(image)).toThrow(DependencyError);
    }
  });
});

describe('a change of a key says what it widens', () => {
  async function eventsOf(partnerId: string) {
    return (await table.items())
      .filter(({ PK, SK }) => PK?.S === `PARTNER#${partnerId}` && SK?.S?.startsWith('AUDIT#'))
      .map(({ action, widens }) => [action?.S, widens?.L?.map(({ S }) => S)])
      .filter(([action]) => String(action).startsWith('api_key.'));
  }

  it('and nothing where it narrows, renames or ends', async () => {
    const actor = await newActor(table);
    const sent = await creation.sent(actor);
    const created = await creation.create(actor, sent.id, sent.code);
    if (created.outcome !== 'created') throw new Error(created.outcome);
    const { keyId } = created.apiKey;
    const change = (changes: object, code: { id: string; code: string } | null = null) =>
      updateApiKey(
        actor,
        { keyId, changes, presented: code === null ? null : { challengeId: code.id, code: code.code } },
        creation.options(),
      );
    await change({ name: 'Renamed' });
    await change({ allowedIps: ['192.0.2.1'], status: 'disabled' });
    creation.state.nowMs += 60_000;
    const changes = { status: 'active', allowedIps: [] } as const;
    const code = await creation.sentFor(actor, { purpose: 'update_api_key', keyId, changes });
    expect((await change(changes, code)).outcome).toBe('updated');
    await deleteApiKey(creation.keys, actor, keyId, creation.state.nowMs);

    expect((await eventsOf(actor.partnerId)).toSorted()).toEqual(
      [
        ['api_key.created', undefined],
        ['api_key.renamed', undefined],
        ['api_key.disabled', undefined],
        ['api_key.enabled', ['allowed_ips', 'status']],
        ['api_key.deleted', undefined],
      ].toSorted(),
    );
    // A notice still names a deleted key.
    expect(await new DynamoDbNoticedKeys(records).find(actor.partnerId, keyId)).toEqual({
      name: 'Renamed',
      hint: created.apiKey.hint,
      expiresAt: null,
      rotatedTo: null,
    });
    expect(await new DynamoDbNoticedKeys(records).find(actor.partnerId, 'x')).toBeNull();
  });
});
