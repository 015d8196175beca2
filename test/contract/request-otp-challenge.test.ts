import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { type KeyCreation, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

const MINUTE_MS = 60_000;
let table: EmbeddedTable;
let creation: KeyCreation;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(() => {
  creation = keyCreation(table);
});

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('no code is sent', () => {
  it('within 30 seconds of one that is pending', async () => {
    const actor = await newActor(table);
    const start = creation.state.nowMs;
    await creation.sent(actor);
    creation.state.nowMs += 29_999;
    expect(await creation.ask(actor)).toEqual({ outcome: 'otp_rate_limited', untilMs: start + 30_000 });
    creation.state.nowMs += 1;
    expect((await creation.ask(actor)).outcome).toBe('sent');
  });

  it('when many ask at once, but one', async () => {
    const actor = await newActor(table);
    const results = await Promise.all(times(20).map(() => creation.ask(actor)));
    expect(results.filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'otp_rate_limited')).toHaveLength(19);
    expect(creation.state.messages).toHaveLength(1);
  });

  it('a sixth time in 15 minutes', async () => {
    const actor = await newActor(table);
    const start = creation.state.nowMs;
    for (let sent = 0; sent < 5; sent++) {
      await creation.sent(actor);
      creation.state.nowMs += MINUTE_MS;
    }
    expect(await creation.ask(actor)).toEqual({ outcome: 'otp_rate_limited', untilMs: start + 15 * MINUTE_MS });
    creation.state.nowMs = start + 15 * MINUTE_MS;
    expect((await creation.ask(actor)).outcome).toBe('sent');
    creation.state.nowMs += 30_000;
    expect((await creation.ask(actor)).outcome).toBe('otp_rate_limited');
  });

  it('by a channel that is not set up, or without an address for it', async () => {
    const actor = await newActor(table);
    expect(await creation.ask(actor, 'ERP', 'whatsapp')).toEqual({ outcome: 'no_phone' });
    const senders = { email: null, whatsapp: null };
    expect(await creation.ask(actor, 'ERP', 'email', { senders })).toEqual({ outcome: 'channel_not_set_up' });
    expect((await storedOf(table, actor)).otp).toBeUndefined();
  });

  it('to a user without a record, or of a partner without one', async () => {
    const actor = await newActor(table);
    const missing = /A user or partner is missing/;
    await expect(creation.ask({ ...actor, userId: 'nobody' })).rejects.toThrow(missing);
    await expect(creation.ask({ ...actor, partnerId: 'nobodyPA' })).rejects.toThrow(missing);
    expect((await storedOf(table, actor)).otp).toBeUndefined();
    expect(creation.state.messages).toEqual([]);
  });

  it('without a pepper, and nothing is taken', async () => {
    const actor = await newActor(table);
    const broken = {
      current: async () => Promise.reject(new DependencyError('secrets-manager', 'down')),
      ofVersion: async () => '',
    };
    await expect(creation.ask(actor, 'ERP', 'email', { pepper: broken })).rejects.toThrow(DependencyError);
    expect((await storedOf(table, actor)).otp).toBeUndefined();
  });
});

describe('a place', () => {
  it('is given back when sending fails, and the next code may be asked for at once', async () => {
    const actor = await newActor(table);
    creation.state.sendFailure = new DependencyError('ses', 'down');
    for (let failed = 0; failed < 8; failed++) {
      expect(await creation.ask(actor)).toEqual({ outcome: 'dispatch_failed' });
    }
    expect(creation.state.reports).toHaveLength(8);
    expect((await storedOf(table, actor)).otp).toMatchObject({ places_ms: { L: [] } });
    creation.state.sendFailure = null;
    expect((await creation.ask(actor)).outcome).toBe('sent');
  });

  it('is given back when the code is used: keys can be created one after the other', async () => {
    const actor = await newActor(table);
    for (let made = 0; made < 8; made++) {
      const { id, code } = await creation.sent(actor, `Key ${made}`);
      expect((await creation.create(actor, id, code)).outcome).toBe('created');
    }
  });

  // A slow mail server must not take away what the user has asked for meanwhile.
  it('that is given back late leaves a later challenge alone', async () => {
    const actor = await newActor(table);
    let fail: (error: Error) => void = () => undefined;
    const hanging = {
      send: () =>
        new Promise<void>((_, reject) => {
          fail = reject;
        }),
    };
    const first = creation.ask(actor, 'First', 'email', { senders: { email: hanging, whatsapp: null } });
    while (((await storedOf(table, actor)).otp?.places_ms?.L?.length ?? 0) === 0);
    creation.state.nowMs += 30_000;
    const second = await creation.sent(actor, 'Second');
    fail(new DependencyError('ses', 'down'));
    expect(await first).toEqual({ outcome: 'dispatch_failed' });
    expect((await storedOf(table, actor)).otp?.places_ms?.L).toHaveLength(1);
    expect((await creation.create(actor, second.id, second.code)).outcome).toBe('created');
  });
});

describe('a code', () => {
  it('goes to the address of the record, and the answer shows where without showing the address', async () => {
    const actor = await newActor(table, '+4930901820');
    const byMail = await creation.ask(actor, 'Billing');
    expect(byMail).toMatchObject({ challenge: { channel: 'email', destination: 'u•••@example.com' } });
    creation.state.nowMs += 30_000;
    const byWhatsApp = await creation.ask(actor, 'Billing', 'whatsapp');
    expect(byWhatsApp).toMatchObject({ challenge: { channel: 'whatsapp', destination: '+49•••20' } });
    expect(creation.state.messages.map(({ to, channel }) => [channel, to])).toEqual([
      ['email', actor.email],
      ['whatsapp', '+4930901820'],
    ]);
    expect(creation.state.messages[0]).toMatchObject({
      code: expect.stringMatching(/^\d{6}$/),
      action: { purpose: 'create_api_key', key: { name: 'Billing', scopes: ['*'], allowedIps: [], expiresAt: null } },
      partnerName: 'A partner',
      requestedBy: actor.email,
      ip: '203.0.113.9',
    });
  });
});
