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

export function createSession(config: HubConfig): Session {
  const store = () => new WebStorageStateStore({ prefix: 'partner-hub.', store: window.sessionStorage });
  const manager = new UserManager({
    authority: config.issuer,
    client_id: config.clientId,
    scope: config.scopes,
    redirect_uri: `${window.location.origin}/callback`,
    response_type: 'code',
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

  return {
    tokens: { current, renew },
    signIn: (place) => manager.signinRedirect({ state: place }),
    completeSignIn: async () => parseReturnPlace((await manager.signinRedirectCallback()).state),
    signOut,
    forget: () => manager.removeUser(),
  };
}

function idTokenOf(user: User | null): string | null {
  return user?.id_token ?? null;
}
