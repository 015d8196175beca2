import { describe, expect, it } from '@jest/globals';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';
import type { UserRecord } from '../../../../lambdas/domain/model/records.ts';
import { authorizeStaff, type StaffAuthorizationOptions } from '../../../../lambdas/domain/staff/authorize-staff.ts';
import type { SignInStore } from '../../../../lambdas/domain/users/user-store.ts';

const USER = {
  userId: 'user',
  partnerId: 'demoPA',
  email: 'a@b.example',
  phone: null,
  identities: [{ issuer: 'https://issuer.example', subject: 'subject' }],
  generation: 1,
  revision: 1,
  sessionsValidAfter: null,
  passwordResetAt: null,
};
const TOKEN = 'aaaa.bbbb.cccc';
const VERIFIED = { issuer: 'https://issuer.example', subject: 'subject', email: null, authTime: 1_700_000_000 };
const GOOD = { 'x-origin-secret': ['proof'], authorization: [`Bearer ${TOKEN}`], 'x-viewer-ip': ['203.0.113.9'] };

const usersOf = (user: UserRecord): SignInStore => ({
  findByIdentity: async ({ subject }) => (subject === 'subject' ? user : null),
  findByEmail: async () => null,
  link: async () => 'conflict',
});

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
    users: usersOf(USER),
    nowMs: 0,
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

  // A session that was ended must not come back with a renewed token, which keeps the time of its sign-in.
  it.each([
    ['before', VERIFIED.authTime + 1],
    ['in the second in which', VERIFIED.authTime],
  ])('when the user signed in %s all sessions were ended', async (_, sessionsValidAfter) => {
    const { all } = options({ users: usersOf({ ...USER, sessionsValidAfter }) });
    expect(await authorize(GOOD, all)).toEqual({ outcome: 'unauthenticated', ip: '203.0.113.9' });
  });

  it.each<[string, Partial<StaffAuthorizationOptions>]>([
    ['origin', { origin: { accepts: async () => Promise.reject(new DependencyError('x', 'down')) } }],
    ['token', { tokens: { verify: async () => Promise.reject(new DependencyError('x', 'down')) } }],
    [
      'user',
      {
        users: { ...usersOf(USER), findByIdentity: async () => Promise.reject(new DependencyError('x', 'down')) },
      },
    ],
  ])('when the %s cannot be checked', async (_, overrides) => {
    await expect(authorize(GOOD, options(overrides).all)).rejects.toThrow(DependencyError);
  });
});

describe('allowed', () => {
  it('who signed in after all sessions were ended', async () => {
    const { all } = options({ users: usersOf({ ...USER, sessionsValidAfter: VERIFIED.authTime - 1 }) });
    expect(await authorize(GOOD, all)).toMatchObject({ outcome: 'allowed' });
  });

  it("as the record's user and partner, from the viewer's address", async () => {
    expect(await authorize(GOOD)).toEqual({
      outcome: 'allowed',
      actor: { userId: 'user', email: 'a@b.example', partnerId: 'demoPA', ip: '203.0.113.9' },
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
