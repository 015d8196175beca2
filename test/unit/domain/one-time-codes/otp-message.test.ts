import { describe, expect, it } from '@jest/globals';
import { codeMail, maskDestination } from '../../../../lambdas/domain/one-time-codes/otp-message.ts';

const MESSAGE = {
  to: 'owner@demo.example',
  code: '012345',
  action: {
    purpose: 'create_api_key' as const,
    key: { name: '<img src=x onerror="alert(1)">', scopes: ['*' as const], allowedIps: [], expiresAt: null },
  },
  partnerId: 'demoPA',
  partnerName: "R&D 'Messaging'",
  requestedBy: 'owner@demo.example',
  requestedAtMs: Date.parse('2026-11-24T07:51:30.000Z'),
  ip: '203.0.113.9',
};

describe('the mail with a code', () => {
  // A name is chosen by whoever is signed in, which may be an attacker.
  it('shows a hostile name as text', () => {
    const { html, text } = codeMail(MESSAGE);
    expect(html).not.toContain('<img');
    expect(html).toContain('&quot;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;');
    expect(html).toContain('R&amp;D &#39;Messaging&#39;');
    expect(text).toContain(`API key: "<img src=x onerror='alert(1)'>"\n`);
  });

  it('keeps the code out of the subject, and alone on a line of the text', () => {
    const { subject, text } = codeMail(MESSAGE);
    expect(subject).not.toMatch(/\d{6}/);
    expect(text.split('\n').filter((line) => line === '012345')).toHaveLength(1);
  });

  it('says what for, by whom, when, from where, and what to do if that was not you', () => {
    for (const body of [codeMail(MESSAGE).text, codeMail(MESSAGE).html]) {
      for (const part of [
        'demoPA',
        'owner@demo.example',
        '24 Nov 2026, 07:51:30 UTC',
        '203.0.113.9',
        'If that was not you',
      ]) {
        expect(body).toContain(part);
      }
    }
    expect(codeMail({ ...MESSAGE, ip: null }).text).toContain('Asked for from: an unknown address');
  });
});

it.each([
  ['owner@demo.example', 'o•••@demo.example'],
  ['a@b.example', 'a•••@b.example'],
  ['"a@b"@c.example', '"•••@c.example'],
  ['+4930901820', '+49•••20'],
])('%s is shown as %s', (destination, masked) => {
  expect(maskDestination(destination)).toBe(masked);
});
