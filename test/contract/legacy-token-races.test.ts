import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { switchLegacyToken } from '../../lambdas/domain/legacy-tokens/switch-legacy-token.ts';
import type { Actor } from '../../lambdas/domain/model/audit-event.ts';
import type { LegacyTokenSetting } from '../../lambdas/domain/model/legacy-token-state.ts';
import type { CodePresentation } from '../../lambdas/domain/one-time-codes/redeem-code.ts';
import { setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { colleagueOf, type KeyCreation, keyCreation, newActor } from '../support/key-creation.ts';

const ON: LegacyTokenSetting = { enabled: true, offAt: null };
const OFF: LegacyTokenSetting = { enabled: false, offAt: null };

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

const set = (to: LegacyTokenSetting, presented: CodePresentation | null = null, by = actor) =>
  switchLegacyToken(by, to, presented, creation.options());
const codeFor = async (changes: LegacyTokenSetting, by = actor): Promise<CodePresentation> => {
  const { id, code } = await creation.sentFor(by, { purpose: 'update_legacy_token', changes });
  return { challengeId: id, code };
};

async function stored() {
  const items = (await table.items()).filter(({ PK }) => PK?.S === `PARTNER#${actor.partnerId}`);
  const partner = items.find(({ SK }) => SK?.S === 'PARTNER');
  const actions = items.map(({ action }) => action?.S).filter((action) => action?.startsWith('legacy_token.'));
  return { enabled: partner?.legacy_token_enabled?.BOOL, offAt: partner?.legacy_token_off_at, actions };
}

describe.each([1, 2, 3, 4, 5])('side by side, round %i', () => {
  it('off and on with a code end as the events say', async () => {
    await set(OFF);
    const presented = await codeFor(ON);

    const results = await Promise.all([set(OFF), set(ON, presented), set(OFF), set(OFF)]);

    expect(results.map(({ outcome }) => outcome)).toEqual(
      results.map((_, at) => (at === 1 ? 'switched' : expect.stringMatching(/^(switched|unchanged)$/))),
    );
    const { enabled, actions } = await stored();
    const count = (action: string) => actions.filter((one) => one === action).length;
    expect(count('legacy_token.enabled')).toBe(1);
    expect(count('legacy_token.disabled')).toBe(enabled ? 1 : 2);
  });

  // Whichever comes first: turned off, nothing that takes no code turns them on again.
  it('off and an earlier end without a code end with off', async () => {
    const now = Math.floor(creation.state.nowMs / 1000);
    await set({ enabled: true, offAt: now + 7200 });

    const [off, earlier] = await Promise.all([set(OFF), set({ enabled: true, offAt: now + 3600 })]);

    expect(off.outcome).toBe('switched');
    expect(['switched', 'otp_required']).toContain(earlier.outcome);
    expect(await stored()).toMatchObject({ enabled: false, offAt: undefined });
  });

  it('a suspension and on with a code: never on by a change that was written after the suspension', async () => {
    await set(OFF);
    const presented = await codeFor(ON);
    const registry = new DynamoDbPartnerRegistry(new DynamoDbTable(table.client, table.tableName));

    const [, result] = await Promise.all([
      setPartnerStatus(registry, actor.partnerId, 'suspended'),
      set(ON, presented),
    ]);

    expect(['switched', 'partner_suspended']).toContain(result.outcome);
    expect((await stored()).enabled).toBe(result.outcome === 'switched');
  });

  it('the codes of two users: one event, and both codes are used up', async () => {
    await set(OFF);
    const colleague = await colleagueOf(table, actor);
    const [own, theirs] = [await codeFor(ON), await codeFor(ON, colleague)];

    const results = await Promise.all([set(ON, own), set(ON, theirs, colleague)]);

    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['switched', 'unchanged']);
    expect((await stored()).actions.filter((action) => action === 'legacy_token.enabled')).toHaveLength(1);
    await set(OFF);
    expect(await set(ON, own)).toEqual({ outcome: 'otp_expired' });
    expect(await set(ON, theirs, colleague)).toEqual({ outcome: 'otp_expired' });
  });
});
