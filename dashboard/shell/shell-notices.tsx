import { Notice } from '../elements/notice.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';

export function SuspendedNotice() {
  return (
    <Notice tone="danger" title="This partner is suspended" silent>
      All its calls to the Partner API are refused. You can still look, narrow, disable and delete keys and turn legacy
      tokens off, but not create, rotate or broaden keys or turn legacy tokens on. Ask your platform contact to
      reactivate it.
    </Notice>
  );
}

/** Announces that the session has ended; the page stays readable. */
export function SessionEnded() {
  const hub = useHub();
  const { problem } = useResource(hub.viewer);
  if (problem?.code !== 'session_ended' && problem?.code !== 'unauthenticated') return null;
  return <ProblemNotice problem={problem} />;
}
