import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allCases } from '../../../../tools/proof/fuzz/cases/all-cases.ts';
import { messageOf, parseCase, printCase } from '../../../../tools/proof/fuzz/cases/fuzz-case.ts';
import { simplerCases } from '../../../../tools/proof/fuzz/cases/simplify.ts';
import { renderMessages } from '../../../../tools/proof/fuzz/wire/render-message.ts';

const sample = (seed: number) => fc.sample(allCases, { seed, numRuns: 500 });

test('the same seed makes the same cases', () => {
  expect(sample(7)).toEqual(sample(7));
  expect(sample(8)).not.toEqual(sample(7));
});

// A replay that sends other bytes than the run did finds nothing.
test('a case reads back from one line of ASCII as it was', () => {
  for (const one of sample(9)) {
    const line = printCase(one);
    expect(line).toMatch(/^[\x20-\x7e]*$/);
    expect(parseCase(line)).toEqual(one);
  }
});

test('every character of a case is one byte', () => {
  for (const { messages } of sample(10)) {
    for (const { method, target, headers, body } of messages) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte is allowed
      expect([method, target, headers.flat().join(''), body].join('')).toMatch(/^[\x00-\xff]*$/);
    }
  }
});

test('every front and every operation of the documents is attacked', () => {
  const targets = sample(11).map(
    ({ front, messages: [first] }) => `${front} ${first?.method} ${first?.target.split('?')[0]}`,
  );

  expect(targets).toEqual(
    expect.arrayContaining([
      'hub PATCH /management/v1/settings',
      'hub POST /management/v1/otp-challenges',
      'partner-api GET /api/v2/whoami',
      'partner-api POST /api/v2/token',
      expect.stringMatching(/^management-api /),
    ]),
  );
});

test('a line that is no case is refused', () => {
  expect(() => parseCase('{}')).toThrow();
  expect(() => parseCase('{"kind":"x","front":"other","messages":[]}')).toThrow();
});

test('a case is made simpler by one thing at a time, and ends', () => {
  const messages = [messageOf('POST', '/x?y', { headers: [['a', 'b']], body: 'body' }), messageOf('GET', '/')];
  let current = { kind: 'test', front: 'hub' as const, messages };
  for (let steps = 0; steps < 100; steps++) {
    const [next] = simplerCases(current) as [typeof current | undefined];
    if (next === undefined) break;
    expect(renderMessages(next.messages, 'h').length).toBeLessThan(renderMessages(current.messages, 'h').length);
    current = next;
  }

  expect(simplerCases(current)).toEqual([]);
});
