import { describe, expect, test } from '@jest/globals';
import { isRequestId, readPastedText } from '../../../dashboard/navigation/request-id.ts';
import { apiKeyOf, newApiKeyParts } from '../../support/api-key.ts';

const ID = 'JJbxmF0VoAMFbnA=';
const KEY = apiKeyOf(newApiKeyParts('demoPA'));
/** As long as a legacy token is: 32 bytes, base64url. */
const TOKEN = 'Zk3v_1Qx9-LmNoPqRsTuVwXyZ0123456789abcdefgh';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlc2lnbmF0dXJl';
const BODY = {
  meta: { success: false, http_code: 403, error_data: { code: 'legacy_token_disabled' } },
  message: 'Legacy Token Authentication is switched off: send an API key as x-api-key instead of a Bearer token.',
  request_id: ID,
};

describe('a request ID is found', () => {
  test.each([
    ['bare', ID],
    ['between blanks and lines', ` \t${ID}\r\n`],
    ['in quotes', `"${ID}"`],
    ['in other quotes', `“${ID}”`],
    ['in backticks, with a full stop', `\`${ID}\`.`],
    ['behind invisible characters', `\u200B\uFEFF${ID}`],
    ['with its name', `request_id=${ID}`],
    ['with its name in words', `Request ID: ${ID}`],
    ['in a body', JSON.stringify(BODY)],
    ['in a body on several lines', JSON.stringify(BODY, null, 2)],
    ['in a body within a text', JSON.stringify({ body: JSON.stringify(BODY) })],
    ['in a part of a body', `"request_id": "${ID}"`],
    ['in a header', `HTTP/1.1 403 Forbidden\r\nX-Amz-Apigw-Id: ${ID}\r\ncontent-length: 2`],
    ['in an address', `https://hub.example/denials/${ID}`],
    ['in an encoded address', `https://hub.example/denials/${encodeURIComponent(ID)}`],
    // Only the ID is taken.
    ['beside a key', `> x-api-key: ${KEY}\n< x-amz-apigw-id: ${ID}`],
  ])('%s', (_, text) => {
    expect(readPastedText(text)).toEqual({ kind: 'request_id', requestId: ID });
  });

  test.each(['a-b_c/d+e12345=', `JJbxmF0VoAMFbn==`])('of other characters: %s', (id) => {
    expect(readPastedText(JSON.stringify({ request_id: id }).replaceAll('/', '\\/'))).toEqual({
      kind: 'request_id',
      requestId: id,
    });
  });
});

test.each([
  ['an API key', KEY],
  ['an API key in a header', `x-api-key: ${KEY}`],
  ['an API key as a request ID', `request_id=${KEY}`],
  ['a part of an API key', KEY.slice(0, 30)],
  ['a legacy token', TOKEN],
  ['a legacy token in a header', `Authorization: Bearer ${TOKEN}`],
  ['an ID token', JWT],
  ['basic credentials', 'Authorization: Basic b3duZXI6RGVtby1QYXNzdzByZA=='],
  ['a secret in base 64', Buffer.alloc(32, 7).toString('base64')],
])('%s is a secret', (_, text) => {
  expect(readPastedText(text)).toEqual({ kind: 'secret' });
});

test.each([
  ['another text', 'Why?'],
  ['too short a one', 'abc='],
  ['one without its end', ID.slice(0, -1)],
  ['the other ID of AWS', '6f1c8c3e-5d1b-4f0e-9a51-0b9f3c1d2e3a'],
  ['a refusal without one', BODY.message],
  ['a longer one', `request_id=${'ab'.repeat(14)}==x`],
])('%s is none', (_, text) => {
  expect(readPastedText(text)).toEqual({ kind: 'other' });
});

test.each(['', ' \n', '""'])('%j is nothing', (text) => {
  expect(readPastedText(text)).toEqual({ kind: 'empty' });
});

test.each([KEY, TOKEN, JWT, `${ID} `, `x${ID}x`, '../session=', `${ID}?a=`])('%s goes into no URL', (text) => {
  expect(isRequestId(text)).toBe(false);
});
