import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { adviceFor } from '../api/problem-advice.ts';
import { useSignInAgain } from '../state/sign-in-again.ts';
import { clockTime } from '../time/moments.ts';
import { Notice } from './notice.tsx';

interface ProblemNoticeProps {
  readonly problem: Problem;
  /** Offered if a retry can help. */
  readonly onRetry?: (() => void) | undefined;
  readonly retrying?: boolean;
  readonly children?: ReactNode;
}

/** Says what went wrong and what to do next, and offers to do it. */
export function ProblemNotice({ problem, onRetry, retrying = false, children }: ProblemNoticeProps) {
  const signInAgain = useSignInAgain();
  const advice = adviceFor(problem, (moment) => clockTime(moment, Date.now()));
  return (
    <Notice
      tone={advice.next === 'wait' || advice.next === 'sign_in' ? 'warning' : 'danger'}
      title={advice.title}
      actions={
        <>
          {advice.next === 'retry' && onRetry !== undefined && (
            <Button size="xs" variant="default" onClick={onRetry} loading={retrying}>
              Try again
            </Button>
          )}
          {advice.next === 'sign_in' && (
            <Button size="xs" onClick={() => void signInAgain()}>
              Sign in again
            </Button>
          )}
          {children}
        </>
      }
    >
      {advice.text}
      {problem.requestId !== null && showsReference(problem) && (
        <>
          {' '}
          <small>Reference: {problem.requestId}</small>
        </>
      )}
    </Notice>
  );
}

/** Only for problems that support can look into. */
function showsReference({ code }: Problem): boolean {
  return code === 'internal_error' || code === 'unexpected_response' || code === 'temporarily_unavailable';
}
