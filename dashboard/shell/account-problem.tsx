import { Button } from '@mantine/core';
import type { Problem } from '../api/problem.ts';
import { adviceFor } from '../api/problem-advice.ts';
import { useHub, useResource } from '../state/hub.ts';
import { useSignInAgain } from '../state/sign-in-again.ts';
import { clockTime } from '../time/moments.ts';
import { Gate } from './gate.tsx';

/** Replaces the hub while the viewer is unknown. */
export function AccountProblem({ problem }: { readonly problem: Problem }) {
  const hub = useHub();
  const { loading } = useResource(hub.viewer);
  const signInAgain = useSignInAgain();
  const advice = adviceFor(problem, (moment) => clockTime(moment, Date.now()));
  return (
    <Gate title={advice.title} text={advice.text}>
      {advice.next === 'sign_in' && (
        <Button size="md" onClick={() => void signInAgain()}>
          Sign in again
        </Button>
      )}
      {advice.next === 'retry' && (
        <Button size="md" loading={loading} onClick={() => void hub.viewer.load()}>
          Try again
        </Button>
      )}
      {advice.next !== 'sign_in' && (
        <Button
          size="md"
          variant={advice.next === 'retry' ? 'subtle' : 'filled'}
          onClick={() => void hub.session.signOut()}
        >
          Sign out
        </Button>
      )}
    </Gate>
  );
}
