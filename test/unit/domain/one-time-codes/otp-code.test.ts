import { expect, it } from '@jest/globals';
import { type CodeBinding, hashCode } from '../../../../lambdas/domain/one-time-codes/otp-code.ts';

const BINDING: CodeBinding = {
  id: 'challenge',
  userId: 'user',
  partnerId: 'demoPA',
  action: { purpose: 'update_settings', changes: { maxKeyLifetimeDays: 30 } },
};
const HASH = hashCode('pepper', '012345', BINDING);

// A user can be of another partner by now, and the table's content could be changed: the hash then fits nothing else.
it.each<[string, Partial<CodeBinding>]>([
  ['challenge', { id: 'another' }],
  ['user', { userId: 'another' }],
  ['partner', { partnerId: 'otherPA' }],
  ['change', { action: { purpose: 'update_settings', changes: { maxKeyLifetimeDays: 31 } } }],
])('a code is worth nothing for another %s', (_, changes) => {
  expect(hashCode('pepper', '012345', { ...BINDING, ...changes })).not.toBe(HASH);
});

it('the hash depends on the code and the pepper, and on nothing else', () => {
  expect(hashCode('pepper', '012346', BINDING)).not.toBe(HASH);
  expect(hashCode('another', '012345', BINDING)).not.toBe(HASH);
  expect(hashCode('pepper', '012345', { ...BINDING })).toBe(HASH);
});
