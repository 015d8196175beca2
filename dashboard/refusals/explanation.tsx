import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';
import { EmptyState } from '../elements/empty-state.tsx';
import { IconSearch } from '../elements/icons.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useResource } from '../state/hub.ts';
import type { Resource, ResourceState } from '../state/resource.ts';
import { refusalTitle } from './checks.ts';
import { RefusalView } from './refusal-view.tsx';

const NOT_FOUND = 'No refusal with this ID is known';

/** Shows why a call was refused, or why that is unknown. */
export function Explanation({ refusal }: { readonly refusal: Resource<Denial> }) {
  const state = useResource(refusal);
  const { value, problem, loading } = state;
  const again = () => void refusal.load();
  return (
    <>
      <VisuallyHidden role="status">{inWords(state)}</VisuallyHidden>
      {value === null && problem === null && <Skeleton height={320} radius="lg" aria-hidden />}
      {problem?.code === 'not_found' && (
        <EmptyState
          Icon={IconSearch}
          title={NOT_FOUND}
          action={
            <Button variant="default" onClick={again} loading={loading}>
              Refresh
            </Button>
          }
        >
          A call takes a few seconds to be counted: refresh in a moment. Otherwise it was another partner’s, neither its
          path nor its credential told whose it was, it was not refused for its credential or settings, or it was more
          than 30 days ago.
        </EmptyState>
      )}
      {problem !== null && problem.code !== 'not_found' && (
        <ProblemNotice problem={problem} onRetry={again} retrying={loading} />
      )}
      {value !== null && problem?.code !== 'not_found' && (
        <RefusalView refusal={value} onAgain={again} loading={loading} />
      )}
    </>
  );
}

/** Announces the state to screen readers; notices announce themselves. */
function inWords({ value, problem, loading }: ResourceState<Denial>): string {
  if (loading) return 'Looking for the refusal';
  if (problem?.code === 'not_found') return NOT_FOUND;
  return value === null || problem !== null ? '' : refusalTitle(value);
}
