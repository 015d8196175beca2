import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { readLimitedBody } from '../../servers/read-body.ts';
import type { Account, Accounts } from '../accounts/accounts.ts';
import { conformsToPolicy } from '../accounts/password-policy.ts';
import { errorPage, newPasswordPage, PAGE_HEADERS, pageHeaders, signInPage } from './sign-in-pages.ts';

export interface SignInParts {
  readonly provider: Provider;
  readonly accounts: Accounts;
  /** Origin of the provider. */
  readonly origin: string;
  readonly redirectUris: readonly string[];
}

export type SignInHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const BODY_LIMIT_BYTES = 16 * 1024;
/** Does not reveal whether the account exists. */
const REJECTED = 'The e-mail address or the password is wrong.';
const EXPIRED = 'This sign-in has expired. Go back to the Partner Hub and start again.';
const TOO_WEAK = 'This password does not meet the rules.';

/** Creates the handler of the sign-in page and its forms. */
export function createSignInHandler(parts: SignInParts): SignInHandler {
  /** Sign-ins with a correct temporary password → subject. After a restart they begin again. */
  const choosing = new Map<string, string>();
  return async (request, response) => {
    try {
      if (request.method === 'GET') await show(parts, request, response);
      else if (request.method === 'POST') await submit(parts, choosing, request, response);
      else response.writeHead(405, { allow: 'GET, POST' }).end();
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      response.writeHead(400, PAGE_HEADERS).end(errorPage(EXPIRED));
    }
  };
}

async function show(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await parts.provider.interactionDetails(request, response);
  const email = typeof params.login_hint === 'string' ? params.login_hint : '';
  sendForm(parts, response, 200, signInPage({ email, error: null }));
}

async function submit(
  parts: SignInParts,
  choosing: Map<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await formOf(request);
  if (request.headers.origin !== undefined && request.headers.origin !== parts.origin) {
    response.writeHead(403, PAGE_HEADERS).end(errorPage('This form belongs to another page.'));
    return;
  }
  const { uid } = await parts.provider.interactionDetails(request, response);
  const newPassword = form.get('new_password');
  if (newPassword !== null) return choosePassword(parts, choosing, uid, newPassword, request, response);

  const email = form.get('email') ?? '';
  const authentication = parts.accounts.authenticate(email, form.get('password') ?? '');
  switch (authentication.outcome) {
    case 'rejected':
      return sendForm(parts, response, 400, signInPage({ email, error: REJECTED }));
    case 'new_password_required':
      choosing.set(uid, authentication.account.subject);
      return sendForm(parts, response, 200, newPasswordPage({ email: authentication.account.email, error: null }));
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
    return sendForm(parts, response, 400, newPasswordPage({ email: account.email, error: TOO_WEAK }));
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

function sendForm({ redirectUris }: SignInParts, response: ServerResponse, status: number, page: string): void {
  // Browsers apply the form's policy to the redirect back to the hub, too.
  const targets = ["'self'", ...redirectUris.map((uri) => new URL(uri).origin)];
  response.writeHead(status, pageHeaders([...new Set(targets)].join(' '))).end(page);
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const body = await readLimitedBody(request, BODY_LIMIT_BYTES);
  return new URLSearchParams(body?.toString('utf8'));
}
