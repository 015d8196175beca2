import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import { counted, inDigits } from '../elements/counts.ts';
import { Moment } from '../elements/moment.tsx';
import { Notice } from '../elements/notice.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { lastDays } from '../time/days.ts';
import { totalCalls, useUsage } from '../usage/use-usage.ts';
import classes from './legacy-token-panel.module.css';
import { lastSeen, successfulCalls, usersSince } from './recent-traffic.ts';

const MOST_NAMED = 5;

/** Shows who used legacy tokens in the last 7 days, and for what: what a switch-off would break. */
export function LegacyTraffic() {
  const hub = useHub();
  const [period] = useState(() => lastDays(7, Date.now()));
  const { usage, problem, loading, reload } = useUsage({ ...period, credentialId: '*legacy' });
  const legacyToken = useResource(hub.legacyToken);
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={reload} retrying={loading} />;
  if (usage === null) return <Skeleton height={64} />;
  if (totalCalls(usage) === 0) {
    return (
      <Notice tone="good" title="No calls with legacy tokens in the last 7 days" silent>
        No call of these days is known that would have been refused.
      </Notice>
    );
  }
  const users = legacyToken.value === null ? null : usersSince(legacyToken.value.usage.users, period.from);
  return (
    <>
      <Traffic usage={usage} users={users} />
      {legacyToken.problem !== null && (
        <ProblemNotice
          problem={legacyToken.problem}
          onRetry={() => void hub.legacyToken.load()}
          retrying={legacyToken.loading}
        />
      )}
    </>
  );
}

interface TrafficProps {
  readonly usage: Usage;
  /** null while unknown. */
  readonly users: LegacyTokenWithUsage['usage']['users'] | null;
}

function Traffic({ usage, users }: TrafficProps) {
  const total = totalCalls(usage);
  const success = successfulCalls(usage);
  const seen = lastSeen(usage, users ?? []);
  return (
    <Notice
      tone={success > 0 ? 'warning' : 'info'}
      title={`${counted(total, 'call')} with legacy tokens in the last 7 days`}
      silent
    >
      {users !== null && (
        <span className={classes.line}>
          {users.length === 0 ? 'By users who were removed since.' : `By ${named(users, 'email')}.`}{' '}
        </span>
      )}
      {seen !== null && (
        <span className={classes.line}>
          Last seen <Moment at={seen} />.{' '}
        </span>
      )}
      <span className={classes.line}>
        {usage.addresses.length > 0 && `From ${named(usage.addresses, 'ip', usage.other_addresses > 0)}. `}
        {usage.resources.length > 0 && `For ${named(usage.resources, 'resource')}. `}
      </span>
      <span className={classes.line}>
        {success > 0 ? 'Calls like these would be refused.' : 'None of them succeeded: this breaks nothing that works.'}
        {success > 0 && success < total && ` ${inDigits(success)} of them succeeded.`}
      </span>
    </Notice>
  );
}

/** `uncounted`: there are more than the list names. */
function named<K extends string>(list: readonly Readonly<Record<K, string>>[], field: K, uncounted = false): string {
  const names = list.slice(0, MOST_NAMED).map((one) => one[field]);
  if (uncounted) return `${names.join(', ')} and others`;
  const more = list.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}
