import { expect, it, jest } from '@jest/globals';
import { DependencyError, UnreadableRecordError } from '../../../lambdas/domain/base/dependency-error.ts';
import { errorFields, log } from '../../../lambdas/http/log.ts';

const SECRET = 'hunter2';

it.each([[SECRET], [{ message: SECRET }], [null], [undefined]])(
  'a thrown value that is no error is not logged: %j',
  (thrown) => {
    expect(errorFields(thrown)).toEqual({ error: 'unknown error' });
  },
);

it('an error is logged without its message, which may quote input', () => {
  const error = new TypeError(`first line with ${SECRET}\nsecond line with ${SECRET}`);
  const { stack, ...fields } = errorFields(error);
  expect(fields).toEqual({ error: 'TypeError' });
  expect(stack).toMatch(/^ {4}at .*log\.test\.ts/);
  expect(stack).not.toContain(SECRET);
  expect(errorFields(new Error(`x\n    at ${SECRET} (file.ts:1:1)`)).stack).not.toContain(SECRET);
  Object.assign(error, { message: 'other' });
  expect(errorFields(error)).toEqual({ error: 'TypeError', stack: '' });
  Object.assign(error, { stack: undefined });
  expect(errorFields(error)).toEqual({ error: 'TypeError', stack: '' });
});

it.each([
  [
    new DependencyError('dynamodb', 'DynamoDB failed: Timeout.', { cause: new Error(SECRET) }),
    'DynamoDB failed: Timeout.',
  ],
  [new UnreadableRecordError('status'), "A record's attribute status is missing or has the wrong type."],
])('a failed dependency is logged with its message, which our code wrote, and without its cause', (error, detail) => {
  expect(errorFields(error)).toEqual({ error: 'DependencyError', detail });
});

it('a line is one JSON object', () => {
  const lines: unknown[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(line) > 0);
  log('error', 'failed', { error: 'TypeError', detail: 'a\nb' });
  write.mockRestore();
  expect(lines).toEqual([expect.stringMatching(/^[^\n]+\n$/)]);
  expect(JSON.parse(String(lines[0]))).toEqual({
    level: 'error',
    message: 'failed',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    error: 'TypeError',
    detail: 'a\nb',
  });
});
