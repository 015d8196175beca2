import { expect, it } from '@jest/globals';
import type { PartnerDetails } from '../../../../lambdas/domain/model/records.ts';
import type { SettingsChanges } from '../../../../lambdas/domain/one-time-codes/otp-action.ts';
import { changeSettings, type SettingsOptions } from '../../../../lambdas/domain/settings/change-settings.ts';

const actor = { userId: 's', email: 'ana@demo.example', partnerId: 'demoPA', ip: null };
const settings = { allowedIps: ['10.0.0.0/24'], maxKeyLifetimeDays: 30 };

/** Changes these settings without a code. Answers what came of it and the events that were written. */
async function change(changes: SettingsChanges) {
  const events: string[] = [];
  const options = {
    staff: { findPartner: async () => settings as unknown as PartnerDetails },
    settings: {
      async update(_: unknown, __: unknown, ___: unknown, event: { action: string }) {
        events.push(event.action);
        return true;
      },
    },
    nowMs: 0,
  } as unknown as SettingsOptions;
  return { result: await changeSettings(actor, changes, null, options), events };
}

// Partners are notified of each event, and read them as changes.
it.each<SettingsChanges>([{}, { maxKeyLifetimeDays: 30 }, { allowedIps: ['10.0.0.0/24'], maxKeyLifetimeDays: 30 }])(
  'the settings that are there already write no event: %j',
  async (changes) => {
    expect(await change(changes)).toEqual({ result: { outcome: 'updated', settings }, events: [] });
  },
);

it('narrower settings write one', async () => {
  expect(await change({ maxKeyLifetimeDays: 29 })).toEqual({
    result: { outcome: 'updated', settings: { ...settings, maxKeyLifetimeDays: 29 } },
    events: ['settings.updated'],
  });
});
