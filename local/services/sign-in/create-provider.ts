import Provider, {
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  type ResourceServer,
} from 'oidc-provider';
import type { Accounts } from '../accounts/accounts.ts';
import type { SigningKeys } from '../accounts/signing-keys.ts';
import type { ProviderState } from './provider-state.ts';
import { errorPage, PAGE_HEADERS } from './sign-in-pages.ts';

export interface SignInClient {
  readonly id: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly allowedOrigins: readonly string[];
}

export interface ProviderParts {
  readonly issuer: string;
  readonly accounts: Accounts;
  readonly client: SignInClient;
  readonly keys: SigningKeys;
  readonly state: ProviderState;
}

const SCOPES = ['openid', 'email'];
const TOKEN_SECONDS = 15 * 60;
const REFRESH_SECONDS = 12 * 3600;
/** The lifetime of a managed login's cookie. */
const SESSION_SECONDS = 3600;
/** The provider issues JWT access tokens only for a resource; this one does not exist. */
const RESOURCE = 'urn:local:user-pool';

/** Creates an OpenID provider that behaves towards the hub like a Cognito user pool with managed login. */
export function createProvider({ issuer, accounts, client, keys, state }: ProviderParts): Provider {
  const configuration: Configuration = {
    adapter: (model: string) => state.adapter(model),
    jwks: { keys: [...keys.keys] } as NonNullable<Configuration['jwks']>,
    cookies: {
      keys: [...state.cookieKeys],
      // Cookies ignore ports: without its own names a run would read the cookies of another one on this machine.
      names: cookieNames(new URL(issuer).port),
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    clients: [
      {
        client_id: client.id,
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [...client.redirectUris],
        scope: SCOPES.join(' '),
      },
    ],
    clientAuthMethods: ['none'],
    clientBasedCORS: (_ctx, origin) => client.allowedOrigins.includes(origin),
    responseTypes: ['code'],
    scopes: SCOPES,
    claims: { openid: ['sub', 'auth_time', 'token_use', 'cognito:username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      jwks: '/.well-known/jwks.json',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: (_ctx, resource) => resourceServer(resource),
        useGrantedResource: () => true,
      },
      revocation: { enabled: true, allowedPolicy: (_ctx, { clientId }, token) => token.clientId === clientId },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    formats: { customizers: { jwt: withoutAudience } },
    extraTokenClaims: (_ctx, token) => ({
      token_use: 'access',
      ...('accountId' in token ? { username: token.accountId } : {}),
    }),
    ttl: {
      AccessToken: TOKEN_SECONDS,
      AuthorizationCode: 5 * 60,
      // Outlives the refresh token, which is created a moment later.
      Grant: REFRESH_SECONDS + 10 * 60,
      IdToken: TOKEN_SECONDS,
      Interaction: 30 * 60,
      RefreshToken: REFRESH_SECONDS,
      Session: SESSION_SECONDS,
    },
    // Signing out ends the session at the provider; refresh tokens stay valid until they are revoked or expire.
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    rotateRefreshToken: false,
    loadExistingGrant,
    interactions: { policy: policy(), url: (_ctx, { uid }) => `${new URL(issuer).pathname}/sign-in/${uid}` },
    findAccount: (_ctx, subject) => accountOf(accounts, subject),
    renderError: (ctx, { error, error_description }) => {
      ctx.set(PAGE_HEADERS);
      ctx.body = errorPage(error_description ?? error);
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.on('server_error', (_ctx, error) => console.error('The local sign-in failed:', error));
  return provider;
}

export function cookieNames(port: string) {
  return {
    session: `sign_in_${port}`,
    interaction: `sign_in_${port}_interaction`,
    resume: `sign_in_${port}_resume`,
  };
}

/** Creates one grant per sign-in. Every account may use the one client, so there is nothing to consent to. */
async function loadExistingGrant({ oidc: { provider, session, client } }: KoaContextWithOIDC) {
  if (session?.accountId === undefined || client === undefined) return undefined;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(SCOPES.join(' '));
  grant.addResourceScope(RESOURCE, SCOPES.join(' '));
  await grant.save();
  return grant;
}

/** Refuses scopes that the client does not have (`offline_access`, for one), as Cognito does; the provider would drop them. */
function policy() {
  const prompts = interactionPolicy.base();
  const login = prompts.get('login');
  if (login === undefined) throw new Error('The provider has no prompt for the sign-in.');
  login.checks.add(
    new interactionPolicy.Check('scopes', 'the scopes must be known', ({ query }) => {
      const foreign = String(query.scope ?? '')
        .split(' ')
        .find((scope) => scope !== '' && !SCOPES.includes(scope));
      if (foreign !== undefined) throw new errors.InvalidScope('requested scope is not allowed', foreign);
      return interactionPolicy.Check.NO_NEED_TO_PROMPT;
    }),
    0,
  );
  login.checks.add(
    new interactionPolicy.Check('account', 'the account of the session is gone', ({ oidc }) => {
      return oidc.session?.accountId !== undefined && oidc.account === undefined;
    }),
  );
  return prompts;
}

function accountOf(accounts: Accounts, subject: string) {
  const account = accounts.bySubject(subject);
  if (account === undefined) return undefined;
  return {
    accountId: subject,
    claims: () => ({
      sub: subject,
      email: account.email,
      email_verified: true,
      'cognito:username': subject,
      token_use: 'id',
    }),
  };
}

function resourceServer(resource: string): ResourceServer {
  if (resource !== RESOURCE) throw new errors.InvalidTarget('unknown resource');
  return {
    scope: SCOPES.join(' '),
    audience: RESOURCE,
    accessTokenTTL: TOKEN_SECONDS,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  };
}

/** Hides the audience, which Cognito's access tokens lack. The provider requires the property, but JSON omits hidden ones. */
function withoutAudience(_ctx: unknown, _token: unknown, { payload }: { payload: Record<string, unknown> }): void {
  Object.defineProperty(payload, 'aud', { value: payload.aud, enumerable: false, writable: true });
}
