import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { cookieNames, type SignInClient } from './create-provider.ts';
import { errorPage, PAGE_HEADERS } from './sign-in-pages.ts';

/**
 * Handles `GET /logout?client_id=…&logout_uri=…` as Cognito does: ends the session of the browser, not its tokens, and
 * redirects to a registered URL. https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export async function handleSignOut(
  { provider, client }: { readonly provider: Provider; readonly client: SignInClient },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = new URLSearchParams(request.url?.split(/\?(.*)/s)[1]);
  const [logoutUri, ...more] = query.getAll('logout_uri');
  if (
    query.get('client_id') !== client.id ||
    logoutUri === undefined ||
    more.length > 0 ||
    !client.postLogoutRedirectUris.includes(logoutUri)
  ) {
    response.writeHead(400, PAGE_HEADERS).end(errorPage('The client or its sign-out URL is not registered.'));
    return;
  }
  const context = provider.createContext(request, response);
  const session = await provider.Session.get(context);
  await session.destroy();
  context.cookies.set(cookieNames(new URL(provider.issuer).port).session, null, { signed: true });
  response.writeHead(302, { location: logoutUri, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
}
