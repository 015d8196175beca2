import { describe, expect, it } from '@jest/globals';
import { equalDigests, sha256Hex } from '../../../../lambdas/domain/base/sha256.ts';

const DIGEST = sha256Hex('secret');
const OTHERS = [
  ['another digest', sha256Hex('Secret')],
  ['one that differs in its first digit', DIGEST.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))],
  ['one that differs in its last digit', DIGEST.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
  ['a part of it', DIGEST.slice(0, 62)],
  ['more than it', `${DIGEST}00`],
  ['nothing', ''],
  ['no hexadecimal digits', 'z'.repeat(64)],
] as const;

// Every secret is verified with it: what is not a digest equals nothing, and is no failure of the function.
describe('a digest does not equal', () => {
  it.each(OTHERS)('%s', (_, other) => {
    expect(equalDigests(DIGEST, other)).toBe(false);
    expect(equalDigests(other, DIGEST)).toBe(false);
  });
});

it.each(['', 'z'.repeat(64), '00'])('"%s" does not even equal itself', (text) => {
  expect(equalDigests(text, text)).toBe(false);
});

it('a digest equals itself', () => {
  expect(equalDigests(DIGEST, sha256Hex('secret'))).toBe(true);
});
