import { expect, it } from '@jest/globals';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';
import type { MailContent } from '../../../../lambdas/domain/base/mail-content.ts';
import type { MailResult } from '../../../../lambdas/domain/base/mailer.ts';
import { emailCodeSender } from '../../../../lambdas/domain/one-time-codes/email-code-sender.ts';
import { codeMail } from '../../../../lambdas/domain/one-time-codes/otp-message.ts';

const MESSAGE = {
  to: 'owner@demo.example',
  code: '012345',
  action: { purpose: 'rotate_api_key', keyId: 'abcDEF123456', name: 'ERP', graceSeconds: 0, expiresAt: null },
  partnerId: 'demoPA',
  partnerName: 'Demo',
  requestedBy: 'owner@demo.example',
  requestedAtMs: 0,
  ip: null,
} as const;

async function send(result: MailResult | Error) {
  const sent: [string, MailContent][] = [];
  await emailCodeSender({
    send: async (...mail) => {
      if (result instanceof Error) throw result;
      sent.push(mail);
      return result;
    },
  }).send(MESSAGE);
  return sent;
}

// A user who waits for a code that was never sent must be told so.
it('a code is not sent where its e-mail is rejected or fails', async () => {
  await expect(send('rejected')).rejects.toThrow(DependencyError);
  await expect(send(new DependencyError('ses', 'SES failed.'))).rejects.toThrow('SES failed.');
});

it('a code is sent to the address in the message', async () => {
  expect(await send('sent')).toEqual([[MESSAGE.to, codeMail(MESSAGE)]]);
});
