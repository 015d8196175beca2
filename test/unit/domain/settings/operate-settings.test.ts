import { expect, it } from '@jest/globals';
import { changeSettingsOf } from '../../../../lambdas/domain/settings/operate-settings.ts';

it.each([
  ['unknown', 'nobodyPA', ['nobodyPA']],
  ['named by an ill-formed ID, which is not looked up', 'no body', []],
])('nothing is written to a partner that is %s', async (_, partnerId, expected) => {
  const lookedUp: string[] = [];
  const staff = {
    async findPartner(id: string) {
      lookedUp.push(id);
      return null;
    },
  };
  const settings = {
    async update(): Promise<never> {
      throw new Error('written');
    },
  };
  expect(await changeSettingsOf({ settings, staff }, partnerId, { allowedIps: [] })).toEqual({
    outcome: 'partner_unknown',
  });
  expect(lookedUp).toEqual(expected);
});
