import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deleteApiKey } from '../../lambdas/domain/api-keys/manage-api-keys.ts';
import { updateApiKey } from '../../lambdas/domain/api-keys/update-api-key.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { switchLegacyToken } from '../../lambdas/domain/legacy-tokens/switch-legacy-token.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { type FailingClient, failingClient } from '../support/failing-client.ts';
import { type KeyCreation, keyCreation, newActor, storedOf } from '../support/key-creation.ts';

let table: EmbeddedTable;
let failing: FailingClient;
let creation: KeyCreation;

beforeAll(async () => {
  table = await embeddedTable();
});
afterAll(() => table.close());
beforeEach(() => {
  failing = failingClient(table.endpoint);
  creation = keyCreation(table, failing.client);
});
afterEach(() => failing.close());

function conflict(items = 1): TransactionCanceledException {
  const reasons = Array.from({ length: items }, () => ({ Code: 'TransactionConflict' }));
  return new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons: reasons });
}

const isWrite = (command: string) => command === 'TransactWriteItemsCommand';

/** What must hold whatever broke: keys are counted, each has its event, and a used challenge has its key. */
async function expectInvariants(actor: Actor) {
  const { partner, activeKeys, keys, events, otp } = await storedOf(table, actor);
  expect(Number(partner?.active_keys?.N)).toBe(activeKeys.length);
  const created = events.filter(({ action }) => action === 'api_key.created').map(({ target }) => target);
  expect(created.sort()).toEqual(keys.map(({ key_id }) => key_id?.S).sort());
  expect(Number(otp?.places_ms?.L?.length ?? 0)).toBeLessThanOrEqual(5);
}

/** Runs `step` for each command that it sends, with that one failing. Answers how many there were. */
async function failEach(
  when: 'before' | 'after',
  prepare: () => Promise<() => Promise<unknown>>,
  check: () => Promise<void>,
) {
  let at = 0;
  for (;;) {
    failing.fail = () => null;
    const step = await prepare();
    const first = failing.sent.length;
    failing.fail = (index) => (index === first + at ? { [when]: new Error('The connection was lost.') } : null);
    // Only what the code expects to fail may be thrown; an answer despite the fault is judged by the check.
    await step().catch((error: unknown) => expect(error).toBeInstanceOf(DependencyError));
    const used = failing.sent.length - first;
    failing.fail = () => null;
    await check();
    if (used <= at) return used;
    at++;
  }
}

describe.each(['before', 'after'] as const)('a crash %s each command', (when) => {
  it('of asking for a code: the next one can be asked for, and nothing exceeds the limits', async () => {
    let actor = await newActor(table);
    const commands = await failEach(
      when,
      async () => {
        actor = await newActor(table);
        return () => creation.ask(actor);
      },
      async () => {
        await expectInvariants(actor);
        creation.state.nowMs += 30_000;
        const { id, code } = await creation.sent(actor);
        expect((await creation.create(actor, id, code)).outcome).toBe('created');
      },
    );
    expect(commands).toBe(4);
  });

  it('of creating a key: it is there, or the same code still creates it', async () => {
    let actor = await newActor(table);
    let challenge = { id: '', code: '', wrong: '' };
    const commands = await failEach(
      when,
      async () => {
        actor = await newActor(table);
        challenge = await creation.sent(actor);
        return () => creation.create(actor, challenge.id, challenge.code);
      },
      async () => {
        await expectInvariants(actor);
        const again = await creation.create(actor, challenge.id, challenge.code);
        expect(['created', 'otp_expired']).toContain(again.outcome);
        await expectInvariants(actor);
        // A lost answer leaves a key that the list shows.
        expect(await creation.keys.list(actor.partnerId)).toHaveLength(1);
      },
    );
    expect(commands).toBe(3);
  });

  it('of judging a wrong code: it has cost an attempt, with its event, or nothing', async () => {
    let actor = await newActor(table);
    let challenge = { id: '', code: '', wrong: '' };
    await failEach(
      when,
      async () => {
        actor = await newActor(table);
        challenge = await creation.sent(actor);
        return () => creation.create(actor, challenge.id, challenge.wrong);
      },
      async () => {
        const { otp, events } = await storedOf(table, actor);
        const failed = events.filter(({ action }) => action === 'otp.failed').length;
        expect(Number(otp?.challenge?.M?.attempts_left?.N)).toBe(5 - failed);
        expect((await creation.create(actor, challenge.id, challenge.code)).outcome).toBe('created');
      },
    );
  });
});

describe('a transaction that meets another', () => {
  it('is tried again, and has its effect once', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    let conflicts = 3;
    failing.fail = (_, command) => (isWrite(command) && conflicts-- > 0 ? { before: conflict(4) } : null);
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
    await expectInvariants(actor);
  });

  it('time and again is refused, and nothing is written or used up', async () => {
    const actor = await newActor(table);
    const { id, code, wrong } = await creation.sent(actor);
    failing.fail = (_, command) => (isWrite(command) ? { before: conflict(4) } : null);
    await expect(creation.create(actor, id, code)).rejects.toThrow(DependencyError);
    await expect(creation.create(actor, id, wrong)).rejects.toThrow(DependencyError);
    await expect(creation.ask(await newActor(table))).rejects.toThrow(DependencyError);
    failing.fail = () => null;
    expect((await storedOf(table, actor)).otp?.challenge?.M?.attempts_left).toEqual({ N: '5' });
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });

  it('leaves a key as it was when it is being renamed or deleted', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    const created = await creation.create(actor, id, code);
    if (created.outcome !== 'created') throw new Error(created.outcome);
    const { keyId } = created.apiKey;
    failing.fail = (_, command) => (isWrite(command) ? { before: conflict(3) } : null);
    const options = creation.options();
    await expect(updateApiKey(actor, { keyId, changes: { name: 'Other' }, presented: null }, options)).rejects.toThrow(
      DependencyError,
    );
    await expect(deleteApiKey(creation.keys, actor, keyId, Date.now())).rejects.toThrow(DependencyError);
    failing.fail = () => null;
    expect(await creation.keys.find(actor.partnerId, keyId)).toMatchObject({ name: 'ERP' });
    await expectInvariants(actor);
  });

  it('leaves the legacy switch as it was', async () => {
    const actor = await newActor(table);
    const options = creation.options();
    const off = { enabled: false, offAt: null };
    failing.fail = (_, command) => (isWrite(command) ? { before: conflict(2) } : null);
    await expect(switchLegacyToken(actor, off, null, options)).rejects.toThrow(DependencyError);
    failing.fail = () => null;
    expect(await options.staff.findPartner(actor.partnerId)).toMatchObject({ legacyTokenEnabled: true });
    expect((await storedOf(table, actor)).events.map(({ action }) => action)).not.toContain('legacy_token.disabled');
  });
});

describe('without the pepper', () => {
  it('no code is judged, and none is used up', async () => {
    const actor = await newActor(table);
    const { id, code } = await creation.sent(actor);
    const down = async () => Promise.reject(new DependencyError('secrets-manager', 'down'));
    const pepper = { current: down, ofVersion: down };
    await expect(creation.create(actor, id, code, { pepper })).rejects.toThrow(DependencyError);
    expect((await creation.create(actor, id, code)).outcome).toBe('created');
  });
});
