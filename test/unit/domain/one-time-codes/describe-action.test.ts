import { expect, it } from '@jest/globals';
import type { LegacyTokenSetting } from '../../../../lambdas/domain/model/legacy-token-state.ts';
import { codeMail } from '../../../../lambdas/domain/one-time-codes/otp-message.ts';

const MESSAGE = {
  to: 'owner@demo.example',
  code: '012345',
  partnerId: 'demoPA',
  partnerName: 'Demo',
  requestedBy: 'owner@demo.example',
  requestedAtMs: 0,
  ip: null,
};

it.each<[LegacyTokenSetting, string]>([
  [{ enabled: true, offAt: null }, 'Legacy tokens: on, without a scheduled end'],
  [
    { enabled: true, offAt: Date.parse('2027-01-31T00:00:00Z') / 1000 },
    'Legacy tokens: on until 31 Jan 2027, 00:00:00 UTC',
  ],
])('the mail with a code for legacy tokens says what it does: %j', (changes, line) => {
  const { subject, text } = codeMail({ ...MESSAGE, action: { purpose: 'update_legacy_token', changes } });
  expect(subject).toBe('Your code for turning on legacy tokens');
  expect(text).toContain(line);
  expect(text).toContain('What they allow: full access with the e-mail address and password of any user');
});
