import { expect, test } from '@jest/globals';
import { quotedName } from '../../../lambdas/domain/base/quoted-name.ts';

// A name is chosen by whoever is signed in, and must not read as a sentence of the message around it.
test.each([
  ['ERP', '"ERP"'],
  ['x". Call us now. "', `"x'. Call us now. '"`],
  ['“x” „x‟ «x»', `"'x' 'x' 'x'"`],
  ['one\r\ntwo\u2028three\u0000four', '"one two three four"'],
])('%j is shown in one pair of quotes, on one line', (name, shown) => {
  expect(quotedName(name)).toBe(shown);
});
