import { expect, test } from '@jest/globals';
import { createUrlTable } from '../../../local/servers/url-table.ts';

const localize = createUrlTable(
  new Map([
    ['https://d1.cloudfront.net', 'http://localhost:3601'],
    ['https://idp.example/pool', 'http://localhost:4000/pool'],
    ['https://api.example/live', 'http://localhost:3600'],
    ['https://api.example', 'http://localhost:3699'],
  ]),
);

test.each([
  ['an origin', 'https://d1.cloudfront.net', 'http://localhost:3601'],
  ['an origin in front of a path', 'https://d1.cloudfront.net/callback', 'http://localhost:3601/callback'],
  ['a URL inside a text', '"https://idp.example/pool";', '"http://localhost:4000/pool";'],
  ['the longest that fits', 'https://api.example/live/api/v2', 'http://localhost:3600/api/v2'],
  ['a shorter one elsewhere', 'https://api.example/other', 'http://localhost:3699/other'],
  [
    'the value of a query',
    'https://x.example/?u=https%3A%2F%2Fd1.cloudfront.net%2F',
    'https://x.example/?u=http%3A%2F%2Flocalhost%3A3601%2F',
  ],
])('replaces %s', (_, text, expected) => {
  expect(localize(text)).toBe(expected);
});

test.each([
  'https://d1.cloudfront.net.evil.example/',
  'https://d1.cloudfront.network',
  'https://d1.cloudfront.net:8443',
  'http://d1.cloudfront.net',
  'https://idp.example/pool2',
  'https://dxxcloudfront.net',
])('does not change %s', (text) => {
  expect(localize(text)).toBe(text);
});
