import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';
import { authorizeStaff, type StaffAuthorizationOptions } from '../../../../lambdas/domain/staff/authorize-staff.ts';

const USER = {
  subject: 'subject',
  partnerId: 'demoPA',
  email: 'a@b.example',
  phone: null,
  legacyTokens: [],
  legacyTokensVersion: 0,
};
const TOKEN = 'aaaa.bbbb.cccc';
const VERIFIED = { issuer: 'https://issuer.example', subject: 'subject', email: null, authTime: 1_700_000_000 };
const GOOD = { 'x-origin-secret': ['proof'], authorization: [`Bearer ${TOKEN}`], 'x-viewer-ip': ['203.0.113.9'] };

function options(overrides: Partial<StaffAuthorizationOptions> = {}) {
  const asked: string[] = [];
  const all: StaffAuthorizationOptions = {
    origin: { accepts: async (value) => value === 'proof' },
    tokens: {
      verify: async (token) => {
        asked.push(token);
        return token === TOKEN ? VERIFIED : null;
      },
    },
    staff: { findUser: async (subject) => (subject === 'subject' ? USER : null), findPartner: async () => null },
    ...overrides,
  };
  return { all, asked };
}
const authorize = (headers: Record<string, string[] | undefined>, given = options().all) =>
  authorizeStaff(new Map(Object.entries(headers).flatMap(([name, values]) => (values ? [[name, values]] : []))), given);

describe('refused', () => {
  it.each([
    ['without the proof of origin', { ...GOOD, 'x-origin-secret': undefined }],
    ['with another', { ...GOOD, 'x-origin-secret': ['guess'] }],
    ['with two', { ...GOOD, 'x-origin-secret': ['proof', 'proof'] }],
  ])('%s: nothing else is looked at', async (_, headers) => {
    const { all, asked } = options();
    expect(await authorize(headers, all)).toEqual({ outcome: 'forbidden_origin' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['without a token', undefined],
    ['with another scheme', [`Basic ${TOKEN}`]],
    ['without a scheme', [TOKEN]],
    ['with two tokens', [`Bearer ${TOKEN}`, `Bearer ${TOKEN}`]],
    ['with two in one header', [`Bearer ${TOKEN}, Bearer ${TOKEN}`]],
    ['with something that is no token', ['Bearer abc']],
    ['with a legacy token', [`Bearer ${'x'.repeat(43)}`]],
    ['with a token that is not valid', ['Bearer aaaa.bbbb.dddd']],
  ])('%s', async (_, authorization) => {
    expect(await authorize({ ...GOOD, authorization })).toEqual({ outcome: 'unauthenticated', ip: '203.0.113.9' });
  });

  it('when the user was removed', async () => {
    const { all } = options({ tokens: { verify: async () => ({ ...VERIFIED, subject: 'gone' }) } });
    expect(await authorize(GOOD, all)).toEqual({ outcome: 'not_a_partner_user', ip: '203.0.113.9' });
  });

  it.each<[string, Partial<StaffAuthorizationOptions>]>([
    ['origin', { origin: { accepts: async () => Promise.reject(new DependencyError('x', 'down')) } }],
    ['token', { tokens: { verify: async () => Promise.reject(new DependencyError('x', 'down')) } }],
    [
      'user',
      {
        staff: {
          findUser: async () => Promise.reject(new DependencyError('x', 'down')),
          findPartner: async () => null,
        },
      },
    ],
  ])('when the %s cannot be checked', async (_, overrides) => {
    await expect(authorize(GOOD, options(overrides).all)).rejects.toThrow(DependencyError);
  });
});

describe('allowed', () => {
  it("as the record's user and partner, from the viewer's address", async () => {
    expect(await authorize(GOOD)).toEqual({
      outcome: 'allowed',
      actor: { subject: 'subject', email: 'a@b.example', partnerId: 'demoPA', ip: '203.0.113.9' },
    });
  });

  it.each([
    ['none', undefined],
    ['two', ['203.0.113.9', '203.0.113.10']],
    ['something else', ['localhost']],
  ])('without an address if there is %s', async (_, viewer) => {
    expect(await authorize({ ...GOOD, 'x-viewer-ip': viewer })).toMatchObject({ actor: { ip: null } });
  });
});
