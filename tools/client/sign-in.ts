import { createHash, randomBytes } from 'node:crypto';
import { Browser, findForm } from './browser.ts';

/** The configuration that a hub serves at `/config.json`. */
export interface HubConfig {
  readonly issuer: string;
  readonly client_id: string;
  readonly scopes: string;
  readonly logout: string;
  readonly management_api: string;
  readonly partner_api: string;
}

/** The part of a provider's metadata that the sign-in needs (OpenID Connect Discovery 1.0). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly revocation_endpoint?: string;
}

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** As the hub's page asks: a provider that is told a maximum age states when the user signed in. */
const MAX_AGE_SECONDS = 12 * 3600;

/** The provider did not sign the user in; the message says at which step. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

export async function readHubConfig(hub: string): Promise<HubConfig> {
  return readJson(`${hub}/config.json`);
}

export async function discoverProvider(issuer: string): Promise<ProviderMetadata> {
  return readJson(`${issuer}/.well-known/openid-configuration`);
}

/** Signs in as the hub's page does: authorization code with PKCE (RFC 7636), and the provider's form with e-mail and password. */
export async function signInAt(hub: string, email: string, password: string): Promise<Tokens> {
  const config = await readHubConfig(hub);
  const provider = await discoverProvider(config.issuer);
  const redirectUri = `${hub}/callback`;
  const [verifier, state, nonce] = [randomText(), randomText(), randomText()];

  const authorization = new URL(provider.authorization_endpoint);
  authorization.search = new URLSearchParams({
    response_type: 'code',
    client_id: config.client_id,
    redirect_uri: redirectUri,
    scope: config.scopes,
    state,
    nonce,
    max_age: String(MAX_AGE_SECONDS),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const response = await fillInForm(new Browser(redirectUri), authorization, email, password);

  if (response.get('state') !== state) throw new SignInError('The provider returned a different state.');
  const code = response.get('code');
  if (code === null) throw new SignInError(`The provider returned ${response.get('error') ?? 'no code'}.`);
  const tokens = await requestTokens(provider, {
    grant_type: 'authorization_code',
    client_id: config.client_id,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code,
  });
  if (claimsOf(tokens.idToken).nonce !== nonce) throw new SignInError('The ID token has a different nonce.');
  return tokens;
}

/** Gets new tokens without a password. If the provider returns no new refresh token, the old one stays valid. */
export async function refreshAt(hub: string, refreshToken: string): Promise<Tokens> {
  const config = await readHubConfig(hub);
  const provider = await discoverProvider(config.issuer);
  return requestTokens(
    provider,
    { grant_type: 'refresh_token', client_id: config.client_id, refresh_token: refreshToken },
    refreshToken,
  );
}

/** Returns the claims of a token without verifying it. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

async function fillInForm(browser: Browser, authorization: URL, email: string, password: string) {
  const page = await browser.open(authorization);
  const form = findForm(page, ['email', 'password']);
  if (form === null) {
    throw new SignInError(`${page.url.origin}${page.url.pathname} shows no sign-in form (status ${page.status}).`);
  }
  const after = await browser.submit(form, { email, password });
  if (findForm(after, ['email', 'password']) !== null) throw new SignInError('E-mail address or password is wrong.');
  return after.url.searchParams;
}

async function requestTokens(
  { token_endpoint }: ProviderMetadata,
  parameters: Record<string, string>,
  refreshTokenBefore?: string,
): Promise<Tokens> {
  const response = await fetch(token_endpoint, { method: 'POST', body: new URLSearchParams(parameters) });
  const body = (await response.json()) as Record<string, string>;
  const { id_token: idToken, access_token: accessToken, refresh_token: refreshToken = refreshTokenBefore } = body;
  if (idToken === undefined || accessToken === undefined || refreshToken === undefined) {
    throw new SignInError(
      `The provider returned no tokens: ${response.status} ${body.error ?? Object.keys(body).join()}.`,
    );
  }
  return { idToken, accessToken, refreshToken };
}

async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new SignInError(`GET ${url} responded with ${response.status}.`);
  return (await response.json()) as T;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
