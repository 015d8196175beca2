import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../../../lambdas/adapters/dynamodb/attributes.ts';
import {
  parseApiKeyRecord,
  parseLegacyToken,
  parsePartner,
  parseTokenPartner,
  parseUser,
} from '../../../../lambdas/adapters/dynamodb/record-items.ts';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';

const apiKey: Item = {
  key_id: { S: '000000000000' },
  hash: { S: 'ab'.repeat(32) },
  name: { S: 'ci' },
  status: { S: 'active' },
  scopes: { L: [{ S: '*' }] },
  allowed_ips: { L: [] },
};
const partner: Item = {
  partner_id: { S: 'demoPA' },
  name: { S: 'Demo' },
  status: { S: 'active' },
  legacy_token_enabled: { BOOL: true },
};
const token: Item = {
  user_id: { S: 'user' },
  partner_id: { S: 'demoPA' },
  generation: { N: '1' },
  expires_at: { N: '1800000000' },
};

const user: Item = {
  user_id: { S: 'user' },
  partner_id: { S: 'demoPA' },
  email: { S: 'ana@demo.example' },
  identities: { L: [{ M: { issuer: { S: 'https://issuer.example' }, subject: { S: 'subject' } } }] },
  generation: { N: '1' },
  revision: { N: '1' },
};

// Each of these would otherwise be read as "no restriction", and let through what it was meant to stop.
describe('a record is unreadable', () => {
  it.each<[string, Item]>([
    ['scopes that this version cannot judge', { scopes: { L: [{ S: 'balance:erase' }] } }],
    ['such scopes beside full access', { scopes: { L: [{ S: '*' }, { S: 'balance:erase' }] } }],
    ['no scopes', { scopes: { L: [] } }],
    ['scopes as a text', { scopes: { S: '*' } }],
    ['addresses that are no texts', { allowed_ips: { L: [{ N: '1' }] } }],
    ['addresses as a text', { allowed_ips: { S: '' } }],
    ['an unknown status', { status: { S: 'paused' } }],
    ['an expiry as a text', { expires_at: { S: '1' } }],
    ['an expiry that is no number', { expires_at: { N: 'soon' } }],
  ])('for an API key with %s', (_, change) => {
    expect(() => parseApiKeyRecord({ ...apiKey, ...change })).toThrow(DependencyError);
  });

  it.each(Object.keys(apiKey))('for an API key without %s', (attribute) => {
    const { [attribute]: _, ...rest } = apiKey;
    expect(() => parseApiKeyRecord(rest)).toThrow(attribute);
  });

  it.each(Object.keys(partner))('for a partner without %s', (attribute) => {
    const { [attribute]: _, ...rest } = partner;
    expect(() => parsePartner(rest)).toThrow(attribute);
  });

  it.each(Object.keys(token))('for a token without %s', (attribute) => {
    const { [attribute]: _, ...rest } = token;
    expect(() => parseLegacyToken(rest)).toThrow(attribute);
  });

  it.each(Object.keys(user))('for a user without %s', (attribute) => {
    const { [attribute]: _, ...rest } = user;
    expect(() => parseUser(rest)).toThrow(attribute);
  });

  // One that is skipped could be linked to another user.
  it.each<[string, Item[string]]>([
    ['that is a text', { S: 'subject' }],
    ['without an issuer', { M: { subject: { S: 'subject' } } }],
    ['without a subject', { M: { issuer: { S: 'https://issuer.example' } } }],
  ])('for a user with an identity %s', (_, entry) => {
    expect(() => parseUser({ ...user, identities: { L: [entry] } })).toThrow(DependencyError);
  });

  // Otherwise a revoked token would be good.
  it.each<[string, Item]>([
    ['no generations', {}],
    ['generations as a list', { token_generations: { L: [] } }],
    ["the user's entry as a number", { token_generations: { M: { user: { N: '2' } } } }],
    ["no generation in the user's entry", { token_generations: { M: { user: { M: {} } } } }],
    ['a generation as a text', { token_generations: { M: { user: { M: { generation: { S: '2' } } } } } }],
  ])('for the partner of a token with %s', (_, change) => {
    expect(() => parseTokenPartner({ ...partner, ...change }, 'user')).toThrow(DependencyError);
  });
});

describe('a record is read', () => {
  it.each(['active', 'disabled', 'deleted'])('of an API key with the status %s', (status) => {
    expect(parseApiKeyRecord({ ...apiKey, status: { S: status } }).status).toBe(status);
  });

  it('where everything is there', () => {
    expect(parseApiKeyRecord(apiKey)).toMatchObject({ keyId: '000000000000', scopes: ['*'], expiresAt: null });
    expect(parsePartner(partner)).toMatchObject({ partnerId: 'demoPA', legacyTokenEnabled: true });
    expect(parseLegacyToken(token)).toMatchObject({ userId: 'user', generation: 1, expiresAt: 1_800_000_000 });
    expect(parseUser(user)).toMatchObject({
      identities: [{ issuer: 'https://issuer.example', subject: 'subject' }],
      sessionsValidAfter: null,
    });
  });

  // A partner can have many, and one that is broken must not stand in the way of the others.
  it("of a partner's generations the entry of the one user", () => {
    const entry = (generation: number) => ({ M: { generation: { N: String(generation) }, until: { N: '1' } } });
    const item = { ...partner, token_generations: { M: { user: entry(3), other: entry(7), broken: { S: '' } } } };
    expect(parseTokenPartner(item, 'user').revokedBelow).toBe(3);
    expect(parseTokenPartner(item, 'another').revokedBelow).toBe(0);
  });
});
