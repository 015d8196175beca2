import { describe, expect, it } from '@jest/globals';
import { presentedCredential } from '../../../../lambdas/domain/authorize/presented-credential.ts';
import { sha256Hex } from '../../../../lambdas/domain/base/sha256.ts';
import { generateApiKey } from '../../../../lambdas/domain/model/api-key.ts';

const { key, keyId } = generateApiKey('test', 'demoPA');
const headers = (entries: Record<string, string[]>) => new Map(Object.entries(entries));

describe('presentedCredential', () => {
  it.each([
    ['nothing at all', {}, 'no_credential'],
    ['an empty x-api-key beside a Bearer token', { 'x-api-key': [''], authorization: ['Bearer t'] }, 'no_credential'],
    ['x-api-key twice, though the same', { 'x-api-key': [key, key] }, 'credential_repeated'],
    [
      'Authorization twice beside a key',
      { 'x-api-key': [key], authorization: ['Bearer a', 'Bearer a'] },
      'credential_repeated',
    ],
    [
      'a malformed key beside a Bearer token',
      { 'x-api-key': ['dpa_test_x'], authorization: ['Bearer t'] },
      'api_key_malformed',
    ],
    ['two keys in one header', { 'x-api-key': [`${key}, ${key}`] }, 'api_key_malformed'],
    ['another scheme', { authorization: ['Basic dXNlcjpwYXNz'] }, 'token_malformed'],
    ['Bearer without a token', { authorization: ['Bearer'] }, 'token_malformed'],
    ['Bearer with two tokens', { authorization: ['Bearer a b'] }, 'token_malformed'],
    ['a token with a character beyond ASCII', { authorization: ['Bearer ü'] }, 'token_malformed'],
  ])('finds none in %s', (_, entries, reason) => {
    expect(presentedCredential(headers(entries as Record<string, string[]>))).toEqual({ kind: 'none', reason });
  });

  it.each(['authorization', 'd360-api-key', 'd360-partner-api-key'])('tells that a key stands in %s', (name) => {
    expect(presentedCredential(headers({ [name]: [`Bearer ${key}`] }))).toEqual({ kind: 'wrong_header' });
  });

  it('reads a key and keeps neither it nor its secret', () => {
    const presented = presentedCredential(headers({ 'x-api-key': [key], authorization: ['Bearer t'] }));
    expect(presented).toMatchObject({ kind: 'api_key', apiKey: { partnerId: 'demoPA', keyId } });
    expect(JSON.stringify(presented)).not.toContain(key.slice(-38, -6));
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('reads a token after %s', (scheme) => {
    expect(presentedCredential(headers({ authorization: [`${scheme} abc.def`] }))).toEqual({
      kind: 'legacy_token',
      hash: sha256Hex('abc.def'),
    });
  });
});
