import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '../elements/notice.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { lastDays } from '../usage/periods.ts';
import { totalCalls, useUsage } from '../usage/use-usage.ts';

const MOST_NAMED = 5;

/** What legacy tokens were used for in the last 7 days: what stops when they are switched off. */
export function LegacyTraffic() {
  const [period] = useState(() => lastDays(7, Date.now()));
  const { usage, problem, loading, reload } = useUsage({ ...period, credentialId: '*legacy' });
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={reload} retrying={loading} />;
  if (usage === null) return <Skeleton height={64} />;
  const total = totalCalls(usage);
  if (total === 0) {
    return (
      <Notice tone="good" title="No calls with legacy tokens in the last 7 days" silent>
        No call of these days is known that would have been refused.
      </Notice>
    );
  }
  const named = usage.addresses.slice(0, MOST_NAMED).map(({ ip }) => ip);
  const resources = usage.resources.slice(0, MOST_NAMED).map(({ resource }) => resource);
  return (
    <Notice tone="warning" title={`${callCount(total)} with legacy tokens in the last 7 days`} silent>
      {named.length > 0 && `From ${named.join(', ')}${usage.addresses.length > named.length ? ' and others' : ''}. `}
      {resources.length > 0 && `For ${resources.join(', ')}. `}
      Calls like these would be refused.
    </Notice>
  );
}

function callCount(count: number): string {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? 'call' : 'calls'}`;
}
