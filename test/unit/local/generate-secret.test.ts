import { describe, expect, it } from '@jest/globals';
import { generateSecret } from '../../../local/services/secrets/generate-secret.ts';

describe('generateSecret', () => {
  it('refuses unknown properties, and those that exclude every character', () => {
    expect(() => generateSecret({ Length: 3 })).toThrow(/^GenerateSecretString.*"Length"/s);
    expect(() => generateSecret({ SecretStringTemplate: '{}' })).toThrow('or neither');
    expect(() =>
      generateSecret({
        ExcludeLowercase: true,
        ExcludeUppercase: true,
        ExcludeNumbers: true,
        ExcludePunctuation: true,
      }),
    ).toThrow('every character');
    expect(() => generateSecret({ PasswordLength: 3 })).toThrow('PasswordLength');
  });

  it('returns 32 characters with every type, never the same twice', () => {
    const values = Array.from({ length: 200 }, () => generateSecret({}));
    for (const value of values) {
      expect(value).toHaveLength(32);
      for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]) expect(value).toMatch(type);
    }
    expect(new Set(values).size).toBe(200);
  });

  it('omits excluded characters', () => {
    const value = generateSecret({ PasswordLength: 500, ExcludePunctuation: true, ExcludeCharacters: 'abc012' });
    expect(value).toMatch(/^[d-zA-Z3-9]{500}$/);
  });

  it('puts the value into the template', () => {
    const value = JSON.parse(generateSecret({ SecretStringTemplate: '{"user":"u"}', GenerateStringKey: 'password' }));
    expect(value).toEqual({ user: 'u', password: expect.stringMatching(/^.{32}$/) });
  });
});
