import { loadHubConfig } from './api/hub-config.ts';
import { currentPath, navigate } from './navigation/location.ts';
import { FIRST_PAGE } from './navigation/pages.ts';
import { createHub, type Hub } from './state/hub.ts';
import { signInAgain } from './state/sign-in-again.ts';

/** What the page starts with. */
export type Start =
  | { readonly kind: 'signed_in'; readonly hub: Hub }
  | { readonly kind: 'signed_out'; readonly hub: Hub }
  /** The browser is on its way to the sign-in. */
  | { readonly kind: 'leaving' }
  | { readonly kind: 'sign_in_failed'; readonly hub: Hub }
  | { readonly kind: 'unavailable' };

/** Finds out who the viewer is. Runs once, before the first render: the provider's response can be used only once. */
export async function start(): Promise<Start> {
  let hub: Hub;
  try {
    hub = createHub(await loadHubConfig());
  } catch {
    return { kind: 'unavailable' };
  }
  if (currentPath() === '/callback') return comeBack(hub);
  const signedIn = await isSignedIn(hub);
  if (currentPath() === '/') {
    if (!signedIn) return { kind: 'signed_out', hub };
    navigate(FIRST_PAGE, { replace: true });
  }
  return signedIn ? { kind: 'signed_in', hub } : leave(hub);
}

async function comeBack(hub: Hub): Promise<Start> {
  try {
    const { path, draft } = await hub.session.completeSignIn();
    hub.draft.current = draft;
    navigate(path === '/' ? FIRST_PAGE : path, { replace: true });
    return { kind: 'signed_in', hub };
  } catch {
    // Also an old URL from the history: harmless for a signed-in viewer.
    if (await isSignedIn(hub)) {
      navigate(FIRST_PAGE, { replace: true });
      return { kind: 'signed_in', hub };
    }
    return { kind: 'sign_in_failed', hub };
  }
}

/** A session that cannot be checked now counts as signed in: the page shows the problem and offers a retry. */
async function isSignedIn({ session }: Hub): Promise<boolean> {
  return session.tokens.current().then(
    (token) => token !== null,
    () => true,
  );
}

async function leave(hub: Hub): Promise<Start> {
  try {
    await signInAgain(hub);
    return { kind: 'leaving' };
  } catch {
    return { kind: 'unavailable' };
  }
}
