import { describe, expect, it } from '@jest/globals';
import { parseTokenRequest } from '../../../../lambdas/http/partner-api/token-request.ts';

const parse = (body: string | null, contentType: string) =>
  parseTokenRequest({ body, isBase64Encoded: false }, contentType);
const request = { username: 'a@b.example', password: 'p&=%ä' };
const form = new URLSearchParams(request).toString();

const TOO_LARGE = 'The body is too large: send username and password only.';
const UNREADABLE =
  'The body is neither valid JSON nor form-encoded: send username and password as application/json or application/x-www-form-urlencoded.';
const INCOMPLETE =
  'username or password is missing or ill-formed: send both as non-empty strings, the user name being the e-mail address.';
/** A good request in JSON of that many bytes. */
const ofBytes = (bytes: number) => {
  const withSpace = (space: number) => JSON.stringify({ ...request, more: ' '.repeat(space) });
  return withSpace(bytes - Buffer.byteLength(withSpace(0)));
};

describe('a token request is refused', () => {
  it.each([
    ['without a body', null, '', INCOMPLETE],
    ['with an empty object', '{}', 'application/json', INCOMPLETE],
    ['with a password that is a number', '{"username":"a","password":1}', 'application/json', INCOMPLETE],
    ['with an empty password', '{"username":"a","password":""}', 'application/json', INCOMPLETE],
    ['with an empty user name', '{"username":"","password":"b"}', 'application/json', INCOMPLETE],
    ['with a list', '["a","b"]', 'application/json', INCOMPLETE],
    ['with null', 'null', 'application/json', UNREADABLE],
    ['with broken JSON', '{"username":', 'application/json', UNREADABLE],
    ['with a form that is called JSON', form, 'application/json', UNREADABLE],
    ['with a form that is called JSON of a type of its own', form, 'application/vnd.demo+json', UNREADABLE],
    ['with JSON that is called a form', JSON.stringify(request), 'application/x-www-form-urlencoded', INCOMPLETE],
    ['with a field twice', 'username=a&password=b&password=c', 'application/x-www-form-urlencoded', UNREADABLE],
    ['with more than 16 KB', ofBytes(16_385), 'application/json', TOO_LARGE],
    ['with more than 16 KB in fewer characters', `"${'ä'.repeat(8_192)}"`, 'application/json', TOO_LARGE],
  ])('%s', (_, body, contentType, detail) => {
    expect(parse(body, contentType)).toEqual({ detail });
  });
});

describe('a token request is read', () => {
  it.each([
    ['as JSON', JSON.stringify(request), 'application/json; charset=utf-8'],
    ['as a form', form, 'application/x-www-form-urlencoded'],
    ['as JSON without a type', JSON.stringify(request), ''],
    ['as a form without a type', form, ''],
    ['as JSON of a type of its own', JSON.stringify(request), 'application/vnd.demo+json'],
    ['of exactly 16 KB', ofBytes(16_384), 'application/json'],
  ])('%s', (_, body, contentType) => {
    expect(parse(body, contentType)).toEqual({ request });
  });

  it('from base64, which is how the gateway hands bodies over', () => {
    const body = Buffer.from(JSON.stringify(request)).toString('base64');
    expect(parseTokenRequest({ body, isBase64Encoded: true }, 'application/json')).toEqual({ request });
  });
});
