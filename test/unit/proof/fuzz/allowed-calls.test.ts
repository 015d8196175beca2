import { expect, test } from '@jest/globals';
import { AllowedCalls } from '../../../../tools/proof/fuzz/judge/allowed-calls.ts';

const call = (id: string) => ({ id, partnerId: 'demoPA' });

// The log alone shows an acceptance whose response was lost.
test('an allowed call that no request with a good credential explains is a violation', () => {
  const calls = new AllowedCalls();
  calls.add(['one']);

  expect(calls.faultOf([call('one'), call('two')])).toMatch(/1 allowed calls of which 0/);
});

test('a request without a response explains one allowed call, and not two', () => {
  const calls = new AllowedCalls();
  calls.add([], 1);

  expect(calls.faultOf([call('one')])).toBeNull();
  expect(calls.faultOf([call('two')])).not.toBeNull();
});

test('the line of such a request may come later', () => {
  const calls = new AllowedCalls();
  calls.add([], 1);

  expect(calls.faultOf([])).toBeNull();
  expect(calls.faultOf([call('late')])).toBeNull();
});
