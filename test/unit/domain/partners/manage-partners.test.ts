import { describe, expect, it } from '@jest/globals';
import {
  type AccountDirectory,
  addUser,
  type PartnerRegistry,
  removeUser,
  revokeApiKey,
  setPartnerStatus,
} from '../../../../lambdas/domain/partners/manage-partners.ts';

const PARTNER_ID = 'A partner ID has 4 to 32 letters and digits, for example demoPA.';
const PHONE = 'A phone number is written with a plus sign and digits only, for example +4930123456.';
const E_MAIL = 'The e-mail address is ill-formed.';
const KEY_ID = 'A key ID has 12 letters and digits.';
const user = { partnerId: 'demoPA', email: 'ana@demo.example', phone: null, password: null };
/** Without methods: a call of any fails. */
const untouched = {} as PartnerRegistry & AccountDirectory;

describe('an ill-formed input is refused before anything is read or written', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a user of an ill-formed partner ID',
      () => addUser(untouched, untouched, { ...user, partnerId: 'a#bc' }),
      PARTNER_ID,
    ],
    ['an e-mail address without a host', () => addUser(untouched, untouched, { ...user, email: 'ana@' }), E_MAIL],
    [
      'an e-mail address of 255 characters',
      () => addUser(untouched, untouched, { ...user, email: `a@${'x'.repeat(250)}.de` }),
      E_MAIL,
    ],
    ['the removal of a user of an ill-formed partner ID', () => removeUser(untouched, 'a#bc', user.email), PARTNER_ID],
    ['the suspension of an ill-formed partner ID', () => setPartnerStatus(untouched, 'a#bc', 'suspended'), PARTNER_ID],
    [
      'the revocation of a key of an ill-formed partner ID',
      () => revokeApiKey(untouched, 'a#bc', '000000000000'),
      PARTNER_ID,
    ],
    ['the revocation of an ill-formed key ID', () => revokeApiKey(untouched, 'demoPA', '00000000000#'), KEY_ID],
    ['the revocation of a key ID that is too short', () => revokeApiKey(untouched, 'demoPA', '00000000000'), KEY_ID],
  ])('%s', async (_, run, detail) => {
    expect(await run()).toEqual({ outcome: 'invalid', detail });
  });

  it.each([
    '030123456',
    '49301234567',
    '+0301234567',
    '+49 30 123456',
    '+49301',
    '+4930123456789012',
    '+49a0123456',
    '',
  ])('the phone number "%s"', async (phone) => {
    expect(await addUser(untouched, untouched, { ...user, phone })).toEqual({ outcome: 'invalid', detail: PHONE });
  });
});

it('an e-mail address may have 254 characters', async () => {
  const registry = { partnerExists: async () => false } as unknown as PartnerRegistry;
  const email = `a@${'x'.repeat(249)}.de`;
  expect(email).toHaveLength(254);
  expect(await addUser(registry, untouched, { ...user, email })).toEqual({ outcome: 'partner_unknown' });
});

it.each(['+4930123', '+4930123456', '+493012345678901', null])(
  'a user with the phone number %s is added',
  async (phone) => {
    const added: unknown[] = [];
    const registry: Pick<PartnerRegistry, 'partnerExists' | 'addUser'> = {
      partnerExists: async () => true,
      async addUser(one) {
        added.push(one);
        return 'added';
      },
    };
    const directory: AccountDirectory = {
      async ensureAccount(account) {
        added.push(account);
        return { subject: 'subject', access: 'invited' };
      },
    };
    const ana = { ...user, email: ' Ana@Demo.example ', phone };
    expect(await addUser(registry as PartnerRegistry, directory, ana)).toEqual({ outcome: 'added', access: 'invited' });
    expect(added).toEqual([
      { email: 'ana@demo.example', phone, password: null },
      { partnerId: 'demoPA', subject: 'subject', email: 'ana@demo.example', phone, role: 'owner' },
    ]);
  },
);
