import { DependencyError } from '../base/dependency-error.ts';
import type { Mailer } from '../base/mailer.ts';
import { type CodeSender, codeMail } from './otp-message.ts';

/** Returns the sender of codes by e-mail. A user waits for the code, so a rejected message is a failure, too. */
export function emailCodeSender(mailer: Mailer): CodeSender {
  return {
    async send(message) {
      const result = await mailer.send(message.to, codeMail(message));
      if (result === 'rejected') throw new DependencyError('ses', 'An e-mail was rejected.');
    },
  };
}
