import { expect, test } from '@jest/globals';
import { applyResponseHeaders } from '../../../local/front/response-headers.ts';

const POLICY = {
  set: [
    { name: 'Content-Security-Policy', value: 'of the policy', override: true },
    { name: 'Referrer-Policy', value: 'of the policy', override: false },
  ],
  remove: ['X-Powered-By'],
};

test('without a policy nothing changes', () => {
  expect(applyResponseHeaders([['A', 'a']], null)).toEqual([['A', 'a']]);
});

test('a header that overrides replaces every one of that name', () => {
  const headers = applyResponseHeaders(
    [
      ['content-security-policy', 'of the origin'],
      ['Content-Security-Policy', 'again'],
    ],
    POLICY,
  );

  expect(headers.filter(([name]) => name.toLowerCase() === 'content-security-policy')).toEqual([
    ['Content-Security-Policy', 'of the policy'],
  ]);
});

test("one that does not override gives way to the origin's", () => {
  const headers = applyResponseHeaders([['referrer-policy', 'of the origin']], POLICY);

  expect(headers.filter(([name]) => name.toLowerCase() === 'referrer-policy')).toEqual([
    ['referrer-policy', 'of the origin'],
  ]);
});

test('both are set where the origin has none', () => {
  expect(applyResponseHeaders([], POLICY)).toEqual([
    ['Content-Security-Policy', 'of the policy'],
    ['Referrer-Policy', 'of the policy'],
  ]);
});

test('what is to be removed is', () => {
  expect(applyResponseHeaders([['x-powered-by', 'a']], { set: [], remove: POLICY.remove })).toEqual([]);
});
