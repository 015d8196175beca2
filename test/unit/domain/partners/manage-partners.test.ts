import { expect, it } from '@jest/globals';
import {
  type PartnerRegistry,
  revokeApiKey,
  setPartnerStatus,
} from '../../../../lambdas/domain/partners/manage-partners.ts';

const PARTNER_ID = 'A partner ID has 4 to 32 letters and digits, for example demoPA.';
const KEY_ID = 'A key ID has 12 letters and digits.';
/** Without methods: a call of any fails. */
const untouched = {} as PartnerRegistry;

it.each<[string, () => Promise<unknown>, string]>([
  ['the suspension of an ill-formed partner ID', () => setPartnerStatus(untouched, 'a#bc', 'suspended'), PARTNER_ID],
  [
    'the revocation of a key of an ill-formed partner ID',
    () => revokeApiKey(untouched, 'a#bc', '000000000000'),
    PARTNER_ID,
  ],
  ['the revocation of an ill-formed key ID', () => revokeApiKey(untouched, 'demoPA', '00000000000#'), KEY_ID],
  ['the revocation of a key ID that is too short', () => revokeApiKey(untouched, 'demoPA', '00000000000'), KEY_ID],
])('%s is refused before anything is read or written', async (_, run, detail) => {
  expect(await run()).toEqual({ outcome: 'invalid', detail });
});
