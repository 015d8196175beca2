import { describe, expect, it } from '@jest/globals';
import { z } from 'zod/mini';
import { parseBody } from '../../../../lambdas/http/management-api/request-body.ts';
import { createApiKeyRequest } from '../../../../lambdas/http/management-api/schemas/api-keys.ts';
import { setLegacyTokenRequest } from '../../../../lambdas/http/management-api/schemas/legacy-token.ts';
import { createOtpChallengeRequest } from '../../../../lambdas/http/management-api/schemas/otp-challenges.ts';

const challenge = (body: unknown) =>
  parseBody(createOtpChallengeRequest, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  });
/** A good body of that many bytes. */
const ofBytes = (bytes: number) => {
  const body = JSON.stringify(GOOD);
  return body + ' '.repeat(bytes - body.length);
};
const PURPOSES = 'Must be create_api_key, update_api_key, rotate_api_key, update_settings or update_legacy_token.';
const GOOD = { purpose: 'create_api_key', api_key: { name: 'ERP' } };
const NAME_RULE = 'A name has 1 to 64 characters, none of them a control, bidirectional or invisible character.';

describe('a body is refused, and each fault has its place', () => {
  it.each<[string, unknown, { pointer: string; detail: string }[]]>([
    ['no body', '', [{ pointer: '', detail: 'Must be a JSON object in UTF-8.' }]],
    ['half a body', '{"purpose":', [{ pointer: '', detail: 'Must be a JSON object in UTF-8.' }]],
    ['a list', [], [{ pointer: '', detail: 'Must be a JSON object.' }]],
    ['null', 'null', [{ pointer: '', detail: 'Must be a JSON object.' }]],
    ['nothing in it', {}, [{ pointer: '/purpose', detail: 'Is missing.' }]],
    ['no key', { purpose: 'create_api_key' }, [{ pointer: '/api_key', detail: 'Is missing.' }]],
    [
      'no change',
      { purpose: 'update_api_key', api_key_id: 'k', changes: {} },
      [{ pointer: '/changes', detail: 'Must hold at least one change.' }],
    ],
    [
      'a bad address',
      { ...GOOD, api_key: { name: 'ERP', allowed_ips: ['10.0.0.1', '10.0.0.256'] } },
      [
        {
          pointer: '/api_key/allowed_ips/1',
          detail: 'Must be an IPv4 or IPv6 address or a CIDR range, for example 203.0.113.7 or 2001:db8::/48.',
        },
      ],
    ],
    [
      'an end in the past',
      { ...GOOD, api_key: { name: 'ERP', expires_at: '2020-01-01T00:00:00Z' } },
      [{ pointer: '/api_key/expires_at', detail: 'Must be in the future.' }],
    ],
    [
      'a grace of more than 7 days',
      { purpose: 'rotate_api_key', api_key_id: 'k', grace_seconds: 604_801 },
      [{ pointer: '/grace_seconds', detail: 'Must be at most 604800, which is 7 days.' }],
    ],
    [
      'no lifetime at all',
      { purpose: 'update_settings', changes: { max_key_lifetime_days: 0 } },
      [{ pointer: '/changes/max_key_lifetime_days', detail: 'Must be 1 or more.' }],
    ],
    ['another purpose', { ...GOOD, purpose: 'x' }, [{ pointer: '/purpose', detail: PURPOSES }]],
    ['another channel', { ...GOOD, channel: 'sms' }, [{ pointer: '/channel', detail: 'Must be email or whatsapp.' }]],
    ['no name', { ...GOOD, api_key: {} }, [{ pointer: '/api_key/name', detail: 'Is missing.' }]],
    [
      'a number for a name',
      { ...GOOD, api_key: { name: 1 } },
      [{ pointer: '/api_key/name', detail: 'Must be a text.' }],
    ],
    ['a text for an object', { ...GOOD, api_key: 'ERP' }, [{ pointer: '/api_key', detail: 'Must be a JSON object.' }]],
    [
      'an unknown field',
      { ...GOOD, partner_id: 'otherPA' },
      [{ pointer: '/partner_id', detail: 'Is no known field: remove it.' }],
    ],
    [
      'an unknown field whose name has no form of a name, such as a credential',
      { ...GOOD, api_key: { name: 'ERP', 'a/b~c': 1, 482913: 1 } },
      [
        { pointer: '/api_key', detail: 'Has an unknown field: remove it.' },
        { pointer: '/api_key', detail: 'Has an unknown field: remove it.' },
      ],
    ],
    [
      'an unknown field with the longest name that is repeated',
      { ...GOOD, ['x'.repeat(32)]: 1 },
      [{ pointer: `/${'x'.repeat(32)}`, detail: 'Is no known field: remove it.' }],
    ],
    [
      'an unknown field with a longer name',
      { ...GOOD, ['x'.repeat(33)]: 1 },
      [{ pointer: '', detail: 'Has an unknown field: remove it.' }],
    ],
    [
      'the prototype',
      '{"purpose":"create_api_key","api_key":{"name":"ERP","__proto__":{}}}',
      [{ pointer: '/api_key/__proto__', detail: 'Is no known field: remove it.' }],
    ],
    ['spaces only', { ...GOOD, api_key: { name: ' \u3000 ' } }, [{ pointer: '/api_key/name', detail: NAME_RULE }]],
    [
      '65 characters',
      { ...GOOD, api_key: { name: 'x'.repeat(65) } },
      [{ pointer: '/api_key/name', detail: NAME_RULE }],
    ],
    ['a line feed', { ...GOOD, api_key: { name: 'a\nb' } }, [{ pointer: '/api_key/name', detail: NAME_RULE }]],
    [
      'a change of direction',
      { ...GOOD, api_key: { name: 'a\u202Eb' } },
      [{ pointer: '/api_key/name', detail: NAME_RULE }],
    ],
    [
      'a zero-width space',
      { ...GOOD, api_key: { name: 'a\u200Bb' } },
      [{ pointer: '/api_key/name', detail: NAME_RULE }],
    ],
    [
      'a filler that shows as nothing',
      { ...GOOD, api_key: { name: '\u3164' } },
      [{ pointer: '/api_key/name', detail: NAME_RULE }],
    ],
    [
      'half a character',
      '{"purpose":"create_api_key","api_key":{"name":"a\\ud800"}}',
      [{ pointer: '/api_key/name', detail: NAME_RULE }],
    ],
  ])('%s', (_, body, errors) => {
    expect(challenge(body)).toEqual({ problem: 'invalid_request', errors });
  });

  it('more than 16 KB, in bytes', () => {
    for (const body of [ofBytes(16_385), `"${'ä'.repeat(8_192)}"`]) {
      expect(challenge(body)).toEqual({ problem: 'request_too_large' });
      const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
      expect(parseBody(createOtpChallengeRequest, encoded)).toEqual({ problem: 'request_too_large' });
    }
  });

  it.each([[{}], [{ api_key: 'ERP' }], [{ api_key: null }]])('a fault at a missing place: %j', (body) => {
    const schema = z.looseObject({}).check(z.refine(() => false, { path: ['api_key', 'name'], error: 'Is too long.' }));
    expect(parseBody(schema, { body: JSON.stringify(body), isBase64Encoded: false })).toEqual({
      problem: 'invalid_request',
      errors: [{ pointer: '/api_key/name', detail: 'Is missing.' }],
    });
  });

  it('bytes that are no UTF-8', () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64');
    expect(parseBody(setLegacyTokenRequest, { body, isBase64Encoded: true })).toMatchObject({
      problem: 'invalid_request',
    });
  });

  it.each(['12345', '1234567', '12345a', '１２３４５６', ' 123456', '123456\n'])('the code "%s"', (code) => {
    const body = JSON.stringify({ challenge_id: 'x', code });
    expect(parseBody(createApiKeyRequest, { body, isBase64Encoded: false })).toEqual({
      problem: 'invalid_request',
      errors: [{ pointer: '/code', detail: 'A code is six digits.' }],
    });
  });

  it.each([[1], ['true'], [null]])('the switch at %j', (enabled) => {
    const body = JSON.stringify({ enabled });
    expect(parseBody(setLegacyTokenRequest, { body, isBase64Encoded: false })).toMatchObject({
      errors: [{ pointer: '/enabled', detail: 'Must be true or false.' }],
    });
  });
});

describe('a body is accepted', () => {
  it('of exactly 16 KB', () => {
    expect(challenge(ofBytes(16_384))).toHaveProperty('value');
  });

  it('as text and as Base64, with spaces around the name dropped', () => {
    const body = JSON.stringify({ ...GOOD, api_key: { name: '  Ünïcode 漢字 🎉 ' } });
    const api_key = { name: 'Ünïcode 漢字 🎉', scopes: ['*'], allowed_ips: [] };
    const value = { purpose: 'create_api_key', api_key, channel: 'email' };
    expect(challenge(body)).toEqual({ value });
    const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect(parseBody(createOtpChallengeRequest, encoded)).toEqual({ value });
  });

  it('with spaces around the name, which do not count', () => {
    expect(challenge({ ...GOOD, api_key: { name: `${' '.repeat(300)}a` } })).toMatchObject({
      value: { api_key: { name: 'a' } },
    });
  });

  it('with 64 characters, each of them outside the first plane', () => {
    expect(challenge({ ...GOOD, api_key: { name: '𝒳'.repeat(64) } })).toHaveProperty('value');
  });
});
