import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';

/** Says that the session has ended while the page was open; what it shows stays readable. */
export function SessionEnded() {
  const hub = useHub();
  const { problem } = useResource(hub.viewer);
  if (problem?.code !== 'session_ended' && problem?.code !== 'unauthenticated') return null;
  return <ProblemNotice problem={problem} />;
}
