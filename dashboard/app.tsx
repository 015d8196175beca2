import { useEffect, useState } from 'react';
import { SignedOut, SignInFailed, Unavailable } from './shell/gate.tsx';
import { ShellSkeleton } from './shell/shell-skeleton.tsx';
import { SignedIn } from './signed-in.tsx';
import type { Start } from './start.ts';
import { HubContext } from './state/hub.ts';

export function App({ start }: { readonly start: Promise<Start> }) {
  const [state, setState] = useState<Start | null>(null);
  useEffect(() => {
    void start.then(setState);
  }, [start]);

  switch (state?.kind) {
    case undefined:
    case 'leaving':
      return <ShellSkeleton />;
    case 'unavailable':
      return <Unavailable />;
    case 'signed_out':
      return <SignedOut hub={state.hub} />;
    case 'sign_in_failed':
      return <SignInFailed hub={state.hub} />;
    case 'signed_in':
      return (
        <HubContext value={state.hub}>
          <SignedIn />
        </HubContext>
      );
  }
}
