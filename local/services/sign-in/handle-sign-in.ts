import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Account, Accounts } from '../accounts/accounts.ts';
import { conformsToPolicy } from '../accounts/password-policy.ts';
import { readForm, sendForm } from './forms.ts';
import { CHANGED, createPasswordResetHandler, FORGOTTEN, type PasswordResets } from './handle-password-reset.ts';
import { errorPage, newPasswordPage, PAGE_HEADERS, signInPage } from './sign-in-pages.ts';

export interface SignInParts {
  readonly provider: Provider;
  readonly accounts: Accounts;
  /** Origin of the provider. */
  readonly origin: string;
  readonly redirectUris: readonly string[];
  readonly passwordResets: PasswordResets;
}

export type SignInHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Does not reveal whether the account exists. */
const REJECTED = 'The e-mail address or the password is wrong.';
const EXPIRED = 'This sign-in has expired. Go back to the Partner Hub and start again.';
const TOO_WEAK = 'This password does not meet the rules.';
const PASSWORD_CHANGED = 'Your password has been changed. Sign in with it.';

/** Creates the handler of the sign-in page, its forms, and the pages for a forgotten password. */
export function createSignInHandler(parts: SignInParts): SignInHandler {
  const { provider, accounts, origin, passwordResets } = parts;
  const resetPassword = createPasswordResetHandler({ accounts, origin, ...passwordResets });
  /** Sign-ins with a correct temporary password → subject. After a restart they begin again. */
  const choosing = new Map<string, string>();
  return async (request, response) => {
    try {
      if (request.method !== 'GET' && request.method !== 'POST') {
        response.writeHead(405, { allow: 'GET, POST' }).end();
      } else if (pathOf(request).endsWith(FORGOTTEN)) {
        await provider.interactionDetails(request, response);
        await resetPassword(request, response);
      } else if (request.method === 'GET') await show(parts, request, response);
      else await submit(parts, choosing, request, response);
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      response.writeHead(400, PAGE_HEADERS).end(errorPage(EXPIRED));
    }
  };
}

async function show(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await parts.provider.interactionDetails(request, response);
  const email = typeof params.login_hint === 'string' ? params.login_hint : '';
  const note = request.url?.endsWith(CHANGED) ? PASSWORD_CHANGED : null;
  const forgotten = forgottenPath(request);
  sendForm(parts.redirectUris, response, 200, signInPage({ email, error: null, note, forgotten }));
}

async function submit(
  parts: SignInParts,
  choosing: Map<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(parts.origin, request, response);
  if (form === null) return;
  const { uid } = await parts.provider.interactionDetails(request, response);
  const newPassword = form.get('new_password');
  if (newPassword !== null) return choosePassword(parts, choosing, uid, newPassword, request, response);

  const email = form.get('email') ?? '';
  const authentication = parts.accounts.authenticate(email, form.get('password') ?? '');
  switch (authentication.outcome) {
    case 'rejected':
      return sendForm(
        parts.redirectUris,
        response,
        400,
        signInPage({ email, error: REJECTED, note: null, forgotten: forgottenPath(request) }),
      );
    case 'new_password_required':
      choosing.set(uid, authentication.account.subject);
      return sendForm(
        parts.redirectUris,
        response,
        200,
        newPasswordPage({ email: authentication.account.email, error: null }),
      );
    case 'verified':
      return finish(parts, authentication.account, request, response);
  }
}

async function choosePassword(
  parts: SignInParts,
  choosing: Map<string, string>,
  uid: string,
  password: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const account = parts.accounts.bySubject(choosing.get(uid) ?? '');
  // Also if the temporary password has been replaced in the meantime.
  if (account?.temporaryUntil == null) throw new errors.SessionNotFound('no temporary password was checked');
  if (!conformsToPolicy(password)) {
    return sendForm(parts.redirectUris, response, 400, newPasswordPage({ email: account.email, error: TOO_WEAK }));
  }
  choosing.delete(uid);
  parts.accounts.setPassword(account, password);
  await finish(parts, account, request, response);
}

async function finish(
  { provider }: SignInParts,
  { subject }: Account,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const location = await provider.interactionResult(request, response, { login: { accountId: subject } });
  // If the session belonged to another account, the provider would show its own sign-out page first.
  const session = await provider.Session.get(provider.createContext(request, response));
  if (session.accountId !== undefined && session.accountId !== subject) {
    delete session.accountId;
    delete session.authorizations;
    await session.persist();
  }
  response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function forgottenPath(request: IncomingMessage): string {
  return `${pathOf(request)}${FORGOTTEN}`;
}
