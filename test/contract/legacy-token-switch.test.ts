import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DynamoDbLegacyTokenSwitch } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import type { LegacyTokenSetting } from '../../lambdas/domain/model/legacy-token-state.ts';
import { NO_OTP_STATE } from '../../lambdas/domain/one-time-codes/otp-state.ts';
import type { OtpConsumption } from '../../lambdas/domain/one-time-codes/otp-store.ts';
import { setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { type EmbeddedTable, embeddedTable } from '../support/embedded-table.ts';
import { newActor } from '../support/key-creation.ts';

const NOW = 1_800_000_000;
const ON: LegacyTokenSetting = { enabled: true, offAt: null };

let table: EmbeddedTable;
let toggle: DynamoDbLegacyTokenSwitch;
let actor: Awaited<ReturnType<typeof newActor>>;

beforeAll(async () => {
  table = await embeddedTable();
  toggle = new DynamoDbLegacyTokenSwitch(new DynamoDbTable(table.client, table.tableName));
});
afterAll(() => table.close());
beforeEach(async () => {
  actor = await newActor(table);
});

const ending = (offAt: number): LegacyTokenSetting => ({ enabled: true, offAt });
const set = (from: LegacyTokenSetting, to: LegacyTokenSetting, otp: OtpConsumption | null = null) =>
  toggle.set(
    actor.partnerId,
    { from, to },
    otp,
    auditEvent('legacy_token.scheduled', { actor: actor.email, target: null, ip: null, nowMs: NOW * 1000 }),
  );
const schedules = async () =>
  (await table.items()).filter(
    ({ PK, action }) => PK?.S === `PARTNER#${actor.partnerId}` && action?.S === 'legacy_token.scheduled',
  );

// Otherwise a schedule would undo what a colleague has just been told.
it.each<[string, LegacyTokenSetting, LegacyTokenSetting]>([
  ['scheduled for another time', ending(NOW + 60), ending(NOW + 90)],
  ['scheduled', ON, ending(NOW + 90)],
  ['cancelled', ending(NOW + 60), ON],
  ['turned off before the scheduled time', ending(NOW + 60), { enabled: false, offAt: null }],
  ['turned off', ON, { enabled: false, offAt: null }],
  ['turned on', { enabled: false, offAt: null }, ON],
])(
  'legacy tokens that were %s since they were read are not scheduled, and no event is left',
  async (_, read, stands) => {
    if (read !== ON) await set(ON, read);
    await set(read, stands);
    const before = await schedules();
    expect(await set(read, ending(NOW + 120))).toBe('conflict');
    expect(await schedules()).toEqual(before);
    expect(await set(stands, ending(NOW + 120))).toBe('written');
  },
);

describe('with a code', () => {
  const used = () => ({ userId: actor.userId, state: NO_OTP_STATE });
  const records = () => new DynamoDbTable(table.client, table.tableName);

  it('nothing is written for a suspended partner, while an earlier end without a code is', async () => {
    await setPartnerStatus(new DynamoDbPartnerRegistry(records()), actor.partnerId, 'suspended');
    const before = await table.items();
    expect(await set(ON, ending(NOW + 60), used())).toBe('conflict');
    expect(await table.items()).toEqual(before);
    expect(await set(ON, ending(NOW + 60))).toBe('written');
  });

  it('nothing is written for a code that was used meanwhile', async () => {
    expect(await set(ON, ending(NOW + 60), used())).toBe('written');
    const before = await table.items();
    expect(await set(ending(NOW + 60), ON, used())).toBe('conflict');
    expect(await table.items()).toEqual(before);
  });
});
