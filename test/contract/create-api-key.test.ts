import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { parseApiKey } from '../../lambdas/domain/model/api-key.ts';
import { setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, type KeyCreation, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let table: EmbeddedTable;
let creation: KeyCreation;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(() => {
  creation = keyCreation(table);
});

const outcomes = (results: readonly { outcome: string }[]) => results.map(({ outcome }) => outcome).sort();
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Wrong codes, as many as asked for, over as many challenges as that takes. */
async function failTimes(actor: Awaited<ReturnType<typeof newActor>>, count: number) {
  const results: unknown[] = [];
  while (results.length < count) {
    const challenge = await creation.sent(actor);
    for (let attempt = 0; attempt < 5 && results.length < count; attempt++) {
      results.push(await creation.create(actor, challenge.id, challenge.wrong));
    }
    creation.state.nowMs += 20 * MINUTE_MS;
  }
  return results;
}

describe('no key is created', () => {
  it('for a wrong code; each costs an attempt, and after five even the right one comes too late', async () => {
    const actor = await newActor(table);
    const { id, code, wrong } = await creation.sent(actor);
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await creation.create(actor, id, wrong)).toEqual({ outcome: 'otp_incorrect', attemptsLeft });
    }
    expect(await creation.create(actor, id, code)).toEqual({ outcome: 'otp_expired' });
    const { keys, partner, events } = await storedOf(table, actor);
    expect(keys).toEqual([]);
    expect(partner?.active_keys).toEqual({ N: '0' });
    const failed = events.filter(({ action }) => action === 'otp.failed');
    expect(failed).toEqual(
      times(5).map(() => ({ action: 'otp.failed', actor: actor.email, target: 'ERP', ip: '203.0.113.9' })),
    );
  });

  // Five tries of a million is what the length of the code is chosen for.
  it('however many wrong codes come at once: five are judged', async () => {
    const actor = await newActor(table);
    const { id, wrong } = await creation.sent(actor);
    const results = await Promise.all(times(60).map(() => creation.create(actor, id, wrong)));
    expect(results.filter(({ outcome }) => outcome === 'otp_incorrect')).toHaveLength(5);
    expect(results.filter(({ outcome }) => outcome === 'otp_expired')).toHaveLength(55);
    expect((await storedOf(table, actor)).events.filter(({ action }) => action === 'otp.failed')).toHaveLength(5);
  });

  it('twice with one challenge, however many ask at once', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    const results = await Promise.all(times(10).map(() => creation.create(actor, id, code)));
    expect(outcomes(results)).toEqual(['created', ...times(9).map(() => 'otp_expired')]);
    expect((await storedOf(table, actor)).keys).toHaveLength(1);
  });

  it('with a challenge that has expired, to the millisecond', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    creation.state.nowMs += 5 * MINUTE_MS;
    expect(await creation.create(actor, id, code)).toEqual({ outcome: 'otp_expired' });
    creation.state.nowMs -= 1;
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });

  it('with a superseded challenge', async () => {
    const actor = await newActor(table);
    const first = await creation.sent(actor, 'First');
    creation.state.nowMs += 30_000;
    const second = await creation.sent(actor, 'Second');
    expect(await creation.create(actor, first.id, first.code)).toEqual({ outcome: 'otp_expired' });
    expect(await creation.create(actor, second.id, second.code)).toMatchObject({ apiKey: { name: 'Second' } });
  });

  it("with another user's challenge, a colleague's among them, or one that never was", async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    for (const other of [await newActor(table), await colleagueOf(table, actor)]) {
      expect(await creation.create(other, id, code)).toEqual({ outcome: 'challenge_not_found' });
      expect(await creation.create(other, 'nothing', code)).toEqual({ outcome: 'challenge_not_found' });
    }
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });

  it('for a suspended partner; the challenge stays good', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));
    await setPartnerStatus(registry, actor.partnerId, 'suspended');
    expect(await creation.create(actor, id, code)).toEqual({ outcome: 'partner_suspended' });
    expect(await creation.ask(actor)).toEqual({ outcome: 'partner_suspended' });
    await setPartnerStatus(registry, actor.partnerId, 'active');
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });

  it('beyond fifty, also when the last ones race, and the losers lose nothing', async () => {
    const owner = await newActor(table);
    for (let made = 0; made < 47; made++) {
      const { id, code } = await creation.sent(owner);
      expect((await creation.create(owner, id, code)).outcome).toBe('created');
    }
    const colleagues = await Promise.all(times(6).map(() => colleagueOf(table, owner)));
    const ready = [];
    for (const actor of colleagues) ready.push({ actor, ...(await creation.sent(actor)) });

    const results = await Promise.all(ready.map(({ actor, id, code }) => creation.create(actor, id, code)));

    expect(outcomes(results)).toEqual([...times(3).map(() => 'created'), ...times(3).map(() => 'key_limit_reached')]);
    const { partner, activeKeys } = await storedOf(table, owner);
    expect(partner?.active_keys).toEqual({ N: '50' });
    expect(activeKeys).toHaveLength(50);
    // A key is deleted, and a code that was refused at the limit is still good.
    const keyId = activeKeys[0]?.key_id?.S ?? '';
    const event = {
      id: '01KB00000000000000000000ZZ',
      at: new Date().toISOString(),
      action: 'api_key.deleted',
    } as const;
    await creation.keys.delete(
      owner.partnerId,
      { keyId, rotatedTo: null },
      { ...event, actor: 'x', target: keyId, ip: null },
    );
    const refused = ready.find((_, index) => results[index]?.outcome === 'key_limit_reached');
    if (refused === undefined) throw new Error('Nobody was refused.');
    expect((await creation.create(refused.actor, refused.id, refused.code)).outcome).toBe('created');
    expect((await creation.ask(owner)).outcome).toBe('key_limit_reached');
  });
});

describe('ten wrong codes within a day', () => {
  it('lock the user, and say so once in the events', async () => {
    const actor = await newActor(table);
    const results = await failTimes(actor, 10);
    expect(results.at(-1)).toEqual({ outcome: 'otp_incorrect', attemptsLeft: 0 });

    expect((await creation.ask(actor)).outcome).toBe('otp_locked');
    const { events } = await storedOf(table, actor);
    expect(events.filter(({ action }) => action === 'otp.failed')).toHaveLength(10);
    expect(events.filter(({ action }) => action === 'otp.locked')).toHaveLength(1);
  });

  it('lock for 24 hours, for this user alone', async () => {
    const actor = await newActor(table);
    const before = await colleagueOf(table, actor);
    await failTimes(actor, 10);
    const lockedAt = creation.state.nowMs - 20 * MINUTE_MS;
    creation.state.nowMs = lockedAt + 24 * HOUR_MS - 1;
    expect(await creation.ask(actor)).toEqual({ outcome: 'otp_locked', untilMs: lockedAt + 24 * HOUR_MS });
    expect((await creation.ask(before)).outcome).toBe('sent');
    creation.state.nowMs += 1;
    const { id, code } = await creation.sent(actor);
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });

  it('count only those of the last 24 hours', async () => {
    const actor = await newActor(table);
    await failTimes(actor, 9);
    creation.state.nowMs += 24 * HOUR_MS;
    await failTimes(actor, 9);
    expect((await creation.ask(actor)).outcome).toBe('sent');
  });

  it('make a right code of a challenge that is pending worthless', async () => {
    const actor = await newActor(table);
    await failTimes(actor, 9);
    const { id, code, wrong } = await creation.sent(actor);
    expect(await creation.create(actor, id, wrong)).toEqual({ outcome: 'otp_incorrect', attemptsLeft: 0 });
    expect((await creation.create(actor, id, code)).outcome).toBe('otp_locked');
  });

  // The event is what users are told of (docs/adr/0012-notices.md).
  it('are one lock, however many refusals come at once', async () => {
    const actor = await newActor(table);
    await failTimes(actor, 9);
    const { id, wrong } = await creation.sent(actor);
    await Promise.all(times(30).map(() => creation.create(actor, id, wrong)));
    const { events } = await storedOf(table, actor);
    expect(events.filter(({ action }) => action === 'otp.locked')).toEqual([
      { action: 'otp.locked', actor: actor.email, target: 'ERP', ip: '203.0.113.9' },
    ]);
  });
});

describe('a right code', () => {
  it('creates the key that the challenge names, and gives its place back', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor, 'Billing');
    const result = await creation.create(actor, id, code);
    if (result.outcome !== 'created') throw new Error(result.outcome);
    const parsed = parseApiKey(result.key);
    expect(parsed).toMatchObject({ partnerId: actor.partnerId, keyId: result.apiKey.keyId, environment: 'test' });
    const { keys, partner, events, otp } = await storedOf(table, actor);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({
      name: { S: 'Billing' },
      hash: { S: parsed?.hash },
      created_by: { S: actor.email },
      status: { S: 'active' },
    });
    expect(partner?.active_keys).toEqual({ N: '1' });
    expect(events).toContainEqual({
      action: 'api_key.created',
      actor: actor.email,
      target: result.apiKey.keyId,
      ip: '203.0.113.9',
    });
    expect(otp?.places_ms).toEqual({ L: [] });
    expect(JSON.stringify(await table.items())).not.toContain(result.key.slice(-38, -6));
  });

  it('is good after the pepper was rotated, even twice', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    creation.rotatePepper();
    creation.rotatePepper();
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });

  it('is stored as an HMAC only', async () => {
    const actor = await newActor(table);
    const { code } = await creation.sent(actor);
    expect(JSON.stringify((await storedOf(table, actor)).otp)).not.toContain(code);
  });
});
