import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account, Accounts } from '../accounts/accounts.ts';
import { conformsToPolicy } from '../accounts/password-policy.ts';
import { readForm, sendForm } from './forms.ts';
import { ResetCodes } from './reset-codes.ts';
import { errorPage, forgottenPasswordPage, PAGE_HEADERS, resetPasswordPage } from './sign-in-pages.ts';

/** What follows the path of a sign-in. */
export const FORGOTTEN = '/forgotten-password';
/** What leads back to the sign-in. */
export const CHANGED = '?password=changed';

export interface PasswordResets {
  readonly sendCode: (account: Account, code: string) => Promise<void>;
  /** Runs after a reset, as the trigger of the user pool does. Rejects if that failed. */
  readonly onReset: (account: Account) => Promise<void>;
}

interface PasswordResetParts extends PasswordResets {
  readonly accounts: Accounts;
  readonly origin: string;
}

const WRONG_CODE = 'This code is wrong, or no longer valid.';
const TOO_WEAK = 'This password does not meet the rules.';
const FAILED = 'Your password has been changed, but not everything that follows could be done. Change it again.';

/** Creates the handler of the two pages for a forgotten password: one asks for a code, the other takes it with a new password. */
export function createPasswordResetHandler(parts: PasswordResetParts) {
  const codes = new ResetCodes();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET') return sendForm([], response, 200, forgottenPasswordPage());
    const form = await readForm(parts.origin, request, response);
    if (form === null) return;
    const email = form.get('email') ?? '';
    const account = parts.accounts.find(email);
    const password = form.get('new_password');
    if (password === null) {
      // Does not reveal whether there is such an account. A password that its user has not chosen yet cannot be reset.
      if (account !== undefined && hasOwnPassword(account)) await parts.sendCode(account, codes.issue(account.subject));
      return sendForm([], response, 200, resetPasswordPage({ email, error: null }));
    }
    if (account === undefined || !codes.accepts(account.subject, form.get('code') ?? '')) {
      return sendForm([], response, 400, resetPasswordPage({ email, error: WRONG_CODE }));
    }
    if (!conformsToPolicy(password)) {
      return sendForm([], response, 400, resetPasswordPage({ email, error: TOO_WEAK }));
    }
    codes.use(account.subject);
    parts.accounts.setPassword(account, password);
    await finish(parts, account, request, response);
  };
}

async function finish(
  { onReset }: PasswordResets,
  account: Account,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await onReset(account);
  } catch (error) {
    console.error('What follows a password reset failed:', error);
    response.writeHead(500, PAGE_HEADERS).end(errorPage(FAILED));
    return;
  }
  const location = `${url.slice(0, url.indexOf(FORGOTTEN))}${CHANGED}`;
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

function hasOwnPassword({ passwordHash, temporaryUntil }: Account): boolean {
  return passwordHash !== null && temporaryUntil === null;
}
