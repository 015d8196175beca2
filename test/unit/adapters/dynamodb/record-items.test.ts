import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../../../lambdas/adapters/dynamodb/attributes.ts';
import {
  parseApiKeyRecord,
  parseLegacyToken,
  parsePartner,
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
  subject: { S: 'user' },
  partner_id: { S: 'demoPA' },
  status: { S: 'active' },
  expires_at: { N: '1800000000' },
};

const user: Item = {
  subject: { S: 'user' },
  partner_id: { S: 'demoPA' },
  email: { S: 'ana@demo.example' },
  legacy_tokens: { L: [{ M: { hash: { S: 'ab'.repeat(32) }, expires_at: { N: '1800000000' } } }] },
  legacy_tokens_version: { N: '1' },
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

  // One that is skipped could not be ended with its user.
  it.each<[string, Item[string]]>([
    ['that is a text', { S: 'ab'.repeat(32) }],
    ['without a hash', { M: { expires_at: { N: '1800000000' } } }],
    ['without an expiry', { M: { hash: { S: 'ab'.repeat(32) } } }],
  ])('for a user with a legacy token %s', (_, entry) => {
    expect(() => parseUser({ ...user, legacy_tokens: { L: [entry] } })).toThrow(DependencyError);
  });
});

describe('a record is read', () => {
  it.each(['active', 'disabled', 'deleted'])('of an API key with the status %s', (status) => {
    expect(parseApiKeyRecord({ ...apiKey, status: { S: status } }).status).toBe(status);
  });

  it('where everything is there', () => {
    expect(parseApiKeyRecord(apiKey)).toMatchObject({ keyId: '000000000000', scopes: ['*'], expiresAt: null });
    expect(parsePartner(partner)).toMatchObject({ partnerId: 'demoPA', legacyTokenEnabled: true });
    expect(parseLegacyToken(token)).toMatchObject({ subject: 'user', expiresAt: 1_800_000_000 });
    expect(parseUser(user)).toMatchObject({ legacyTokens: [{ hash: 'ab'.repeat(32), expiresAt: 1_800_000_000 }] });
  });
});
