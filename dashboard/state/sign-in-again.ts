import { currentPath } from '../navigation/location.ts';
import { type Hub, useHub } from './hub.ts';

/** Leaves for the sign-in; afterwards the viewer returns to this page with what was typed. */
export async function signInAgain({ session, draft }: Hub): Promise<void> {
  await session.signIn({ path: currentPath(), draft: draft.current });
}

export function useSignInAgain(): () => Promise<void> {
  const hub = useHub();
  return () => signInAgain(hub);
}
