import { describe, expect, it } from '@jest/globals';
import { parseTokenRequest } from '../../lambdas/http/token-request.ts';

const parse = (body: string | null, contentType: string) =>
  parseTokenRequest({ body, isBase64Encoded: false }, contentType);
const request = { username: 'a@b.example', password: 'p&=%ä' };
const form = new URLSearchParams(request).toString();

describe('a token request is refused', () => {
  it.each([
    ['without a body', null, ''],
    ['with an empty object', '{}', 'application/json'],
    ['with a password that is a number', '{"username":"a","password":1}', 'application/json'],
    ['with an empty password', '{"username":"a","password":""}', 'application/json'],
    ['with a list', '["a","b"]', 'application/json'],
    ['with broken JSON', '{"username":', 'application/json'],
    ['with a form that is called JSON', form, 'application/json'],
    ['with JSON that is called a form', JSON.stringify(request), 'application/x-www-form-urlencoded'],
    ['with a field twice', 'username=a&password=b&password=c', 'application/x-www-form-urlencoded'],
    ['with a body of 17 KB', JSON.stringify({ ...request, more: 'x'.repeat(17_000) }), 'application/json'],
  ])('%s', (_, body, contentType) => {
    expect(parse(body, contentType)).toEqual({ fault: expect.any(String) });
  });
});

describe('a token request is read', () => {
  it.each([
    ['as JSON', JSON.stringify(request), 'application/json; charset=utf-8'],
    ['as a form', form, 'application/x-www-form-urlencoded'],
    ['as JSON without a type', JSON.stringify(request), ''],
    ['as a form without a type', form, ''],
  ])('%s', (_, body, contentType) => {
    expect(parse(body, contentType)).toEqual({ request });
  });

  it('from base64, which is how the gateway hands bodies over', () => {
    const body = Buffer.from(JSON.stringify(request)).toString('base64');
    expect(parseTokenRequest({ body, isBase64Encoded: true }, 'application/json')).toEqual({ request });
  });
});
