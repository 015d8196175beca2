import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { Accounts } from '../cognito/accounts.ts';
import { errorPage, PAGE_HEADERS, pageHeaders, type SignInForm, signInPage } from './pages.ts';

export interface SignInParts {
  readonly provider: Provider;
  readonly accounts: Accounts;
  /** The provider's own. */
  readonly origin: string;
  readonly redirectUris: readonly string[];
}

const BODY_LIMIT_BYTES = 16 * 1024;
/** The same whether the account exists or not. */
const REJECTED = 'The e-mail address or the password is wrong.';
const EXPIRED = 'This sign-in has expired. Go back to the Partner Hub and start again.';

/** The page that asks who somebody is, and what its form sends. */
export async function handleSignIn(
  parts: SignInParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'GET') await show(parts, request, response);
    else if (request.method === 'POST') await submit(parts, request, response);
    else response.writeHead(405, { allow: 'GET, POST' }).end();
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    response.writeHead(400, PAGE_HEADERS).end(errorPage(EXPIRED));
  }
}

async function show(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await parts.provider.interactionDetails(request, response);
  const email = typeof params.login_hint === 'string' ? params.login_hint : '';
  sendForm(parts, response, 200, { email, error: null });
}

async function submit(parts: SignInParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider, accounts, origin } = parts;
  const form = await formOf(request);
  if (request.headers.origin !== undefined && request.headers.origin !== origin) {
    response.writeHead(403, PAGE_HEADERS).end(errorPage('This form belongs to another page.'));
    return;
  }
  await provider.interactionDetails(request, response);
  const email = form.get('email') ?? '';
  const authentication = accounts.authenticate(email, form.get('password') ?? '');
  if (authentication.outcome !== 'verified') {
    sendForm(parts, response, 400, { email, error: REJECTED });
    return;
  }
  const { account } = authentication;
  const location = await provider.interactionResult(request, response, { login: { accountId: account.subject } });
  await leaveOtherAccount(provider, account.subject, request, response);
  response.writeHead(303, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}

/** The provider would interrupt the sign-in with a sign-out of its own if the session were somebody else's. */
async function leaveOtherAccount(
  provider: Provider,
  subject: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const session = await provider.Session.get(provider.createContext(request, response));
  if (session.accountId === undefined || session.accountId === subject) return;
  delete session.accountId;
  delete session.authorizations;
  await session.persist();
}

function sendForm({ redirectUris }: SignInParts, response: ServerResponse, status: number, form: SignInForm): void {
  // Browsers hold the redirect back to the hub against the form's own policy.
  const targets = ["'self'", ...redirectUris.map((uri) => new URL(uri).origin)];
  response.writeHead(status, pageHeaders([...new Set(targets)].join(' '))).end(signInPage(form));
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return new URLSearchParams(length > BODY_LIMIT_BYTES ? '' : Buffer.concat(chunks).toString('utf8'));
}
