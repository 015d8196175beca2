import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import vectors from '../../../../docs/api-key-test-vectors.json' with { type: 'json' };
import { BASE62_ALPHABET, encodeBase62 } from '../../../../lambdas/domain/base/base62.ts';
import { equalDigests } from '../../../../lambdas/domain/base/sha256.ts';
import {
  containsApiKey,
  generateApiKey,
  identifyApiKey,
  parseApiKey,
} from '../../../../lambdas/domain/model/api-key.ts';

const partnerIds = fc.stringMatching(/^[0-9A-Za-z]{4,32}$/);
const environments = fc.constantFrom('live' as const, 'test' as const);

describe('parseApiKey refuses', () => {
  const { key } = generateApiKey('test', 'demoPA');

  it.each([
    ['the empty string', ''],
    ['a key without its last character', key.slice(0, -1)],
    ['a key with a character more', `${key}0`],
    ['white space around a key', ` ${key} `],
    ['a line feed after a key', `${key}\n`],
    ['another prefix', key.replace('dpa_', 'dpb_')],
    ['another environment', key.replace('_test_', '_prod_')],
    ['a partner ID of three characters', key.replace('demoPA', 'dPA')],
    ['a look-alike letter', key.replace('demoPA', 'dеmoPA')],
    ['the hint of a key', generateApiKey('test', 'demoPA').hint],
    ['ten thousand characters', `dpa_test_${'a'.repeat(10_000)}`],
  ])('%s', (_, text) => {
    expect(parseApiKey(text)).toBeNull();
  });

  it('a key with any one character replaced, because of the checksum', () => {
    fc.assert(
      fc.property(fc.nat(key.length - 1), fc.constantFrom(...BASE62_ALPHABET), (index, character) => {
        fc.pre(key[index] !== character);
        expect(parseApiKey(key.slice(0, index) + character + key.slice(index + 1))).toBeNull();
      }),
    );
  });

  it('any text that is not a key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        expect(parseApiKey(text)).toBeNull();
      }),
    );
  });
});

describe('generateApiKey', () => {
  it('refuses an ill-formed partner ID', () => {
    expect(() => generateApiKey('test', 'a_b_c')).toThrow(RangeError);
  });

  it('makes keys that parse to the parts they were made of', () => {
    fc.assert(
      fc.property(environments, partnerIds, (environment, partnerId) => {
        const { key, keyId, hash } = generateApiKey(environment, partnerId);
        expect(parseApiKey(key)).toEqual({ environment, partnerId, keyId, hash });
      }),
    );
  });

  it('shows four characters of the secret in the hint and no more', () => {
    const { key, hint } = generateApiKey('live', 'demoPA');
    const secret = key.split('_')[4] ?? '';
    expect(hint).toBe(`${key.slice(0, key.indexOf(secret) + 4)}…`);
  });

  it('never makes the same key twice', () => {
    const keys = new Set(Array.from({ length: 1_000 }, () => generateApiKey('test', 'demoPA').key));
    expect(keys.size).toBe(1_000);
  });
});

describe('the published test vectors', () => {
  it.each(vectors.valid)('$key is valid', ({ key, environment, partner_id, key_id, sha256 }) => {
    expect(parseApiKey(key)).toEqual({ environment, partnerId: partner_id, keyId: key_id, hash: sha256 });
  });

  it.each(vectors.invalid)('$key is not: $why', ({ key }) => {
    expect(parseApiKey(key)).toBeNull();
  });
});

describe('containsApiKey', () => {
  const { key } = generateApiKey('test', 'demoPA');

  it.each([
    ['a JWT', 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln'],
    ['a key with a wrong checksum', `Bearer ${key.slice(0, -6)}000000`],
  ])('does not see one in %s', (_, text) => {
    expect(containsApiKey(text)).toBe(false);
  });

  it.each([
    ['alone', key],
    ['after a scheme', `Bearer ${key}`],
    ['in quotation marks', `ApiKey "${key}"`],
  ])('sees one %s', (_, text) => {
    expect(containsApiKey(text)).toBe(true);
  });
});

describe('identifyApiKey', () => {
  const { key, hint, keyId } = generateApiKey('test', 'demoPA');

  it('does not guess', () => {
    expect(identifyApiKey('demoPA')).toBeNull();
  });

  it.each([
    ['a key', key],
    ['a hint', hint],
  ])('names partner and key of %s', (_, text) => {
    expect(identifyApiKey(text)).toEqual({ partnerId: 'demoPA', keyId });
  });
});

describe('base62 and digests', () => {
  it('pads to the left and counts in the order of the alphabet', () => {
    expect([0, 9, 10, 35, 36, 61, 62, 2 ** 32 - 1].map((value) => encodeBase62(value, 6))).toEqual([
      '000000',
      '000009',
      '00000A',
      '00000Z',
      '00000a',
      '00000z',
      '000010',
      '4gfFC3',
    ]);
  });

  it('finds digests equal only if they are whole and the same', () => {
    const digest = 'ab'.repeat(32);
    expect(equalDigests(digest, digest)).toBe(true);
    expect(equalDigests(digest, 'ac'.repeat(32))).toBe(false);
    expect(equalDigests('', '')).toBe(false);
    expect(equalDigests(digest.slice(2), digest.slice(2))).toBe(false);
  });
});
