import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { HubConfig } from '../api/hub-config.ts';
import type { IdTokens } from '../api/management-api.ts';
import { parseReturnPlace, type ReturnPlace } from './return-place.ts';

/**
 * The viewer's session at the OpenID provider. Its tokens live in this tab's session storage, so that a reload keeps
 * them and another tab or a closed browser does not; they are in no URL, cookie or history entry.
 */
export interface Session {
  readonly tokens: IdTokens;
  /** Leaves the page for the provider's sign-in. */
  signIn(place: ReturnPlace): Promise<void>;
  /** Handles the provider's response at /callback. Throws if the sign-in was not completed. */
  completeSignIn(): Promise<ReturnPlace>;
  /** Ends the session here, revokes it at the provider if that responds in time, and leaves for its sign-out. */
  signOut(): Promise<void>;
  /** Forgets the session here only: another tab has signed out. */
  forget(): Promise<void>;
}

/** A token that expires sooner is renewed before use. */
const RENEW_BEFORE_S = 30;
const REVOKE_LIMIT_MS = 2000;
/**
 * How long ago the user may have given a password to the provider: the lifetime of a session at Cognito. Any value makes
 * a provider state the time of the sign-in (`auth_time`), without which the API refuses its tokens.
 */
const MAX_AGE_S = 12 * 3600;
/** Set while the API refuses the session. The library removes foreign entries that have its own prefix. */
const REFUSED = 'partner-hub-session-refused';

export function createSession(config: HubConfig): Session {
  const store = () => new WebStorageStateStore({ prefix: 'partner-hub.', store: window.sessionStorage });
  const manager = new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    scope: config.scopes,
    redirect_uri: `${window.location.origin}/callback`,
    response_type: 'code',
    max_age: MAX_AGE_S,
    userStore: store(),
    stateStore: store(),
    // Renewed when a call needs it, with the refresh token: no timers, and no hidden frames.
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
    requestTimeoutInSeconds: 15,
  });
  let renewal: Promise<string | null> | null = null;

  /** Without a refresh token the library would use a hidden frame, for which there is no page. */
  async function renewOnce(): Promise<string | null> {
    const user = await manager.getUser();
    if (user === null) return null;
    if (user.refresh_token === undefined) return end();
    try {
      return idTokenOf(await manager.signinSilent());
    } catch (error) {
      // The provider responded: the session has ended there. Other errors may be temporary.
      if (error instanceof ErrorResponse) return end();
      throw error;
    }
  }

  async function end(): Promise<null> {
    await manager.removeUser();
    return null;
  }

  /** Calls that need a new token at the same time share one renewal. */
  async function renew(): Promise<string | null> {
    renewal ??= renewOnce().finally(() => {
      renewal = null;
    });
    return renewal;
  }

  async function current(): Promise<string | null> {
    const user = await manager.getUser();
    if (user === null) return null;
    const fresh = user.expires_in === undefined || user.expires_in > RENEW_BEFORE_S;
    return fresh && user.id_token !== undefined ? user.id_token : renew();
  }

  async function signOut(): Promise<void> {
    await Promise.race([
      manager.revokeTokens(['refresh_token']).catch(() => {}),
      new Promise((fulfil) => setTimeout(fulfil, REVOKE_LIMIT_MS)),
    ]);
    await manager.removeUser();
    window.location.assign(config.logout);
  }

  /**
   * The provider's own session may be as old as the one that was refused, and would lead back with a token that is refused,
   * too. So the user has to give the password again. The library checks that the ID token has the nonce.
   */
  function signIn(place: ReturnPlace): Promise<void> {
    const refused = window.sessionStorage.getItem(REFUSED) !== null;
    const nonce = window.crypto.randomUUID();
    return manager.signinRedirect({ state: place, nonce, ...(refused ? { prompt: 'login' } : {}) });
  }

  async function completeSignIn(): Promise<ReturnPlace> {
    const { state } = await manager.signinRedirectCallback();
    window.sessionStorage.removeItem(REFUSED);
    return parseReturnPlace(state);
  }

  return {
    tokens: { current, renew, refused: () => window.sessionStorage.setItem(REFUSED, 'true') },
    signIn,
    completeSignIn,
    signOut,
    forget: () => manager.removeUser(),
  };
}

function idTokenOf(user: User | null): string | null {
  return user?.id_token ?? null;
}
