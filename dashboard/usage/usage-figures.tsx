import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { EmptyState } from '../elements/empty-state.tsx';
import { IconChartBar, IconRefresh } from '../elements/icons.ts';
import { Moment } from '../elements/moment.tsx';
import { Panel } from '../elements/panel.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { usePath } from '../navigation/location.ts';
import { usageCredential } from '../navigation/pages.ts';
import { lastDays } from '../time/days.ts';
import { IpAddressTable, RefusalTable, ResourceTable } from './breakdowns.tsx';
import { DayChart } from './day-chart.tsx';
import classes from './usage.module.css';
import { UsageChoice } from './usage-choice.tsx';
import { totalCalls, useUsage } from './use-usage.ts';

/** Shows the figures of one credential, or of all, in a period. */
export default function UsageFigures() {
  const named = usageCredential(usePath());
  const [period, setPeriod] = useState(() => lastDays(30, Date.now()));
  const credentialId = named === null ? '*all' : named === 'legacy' || named === 'unknown' ? `*${named}` : named;
  const query = { ...period, credentialId };
  const { usage, problem, loading, reload } = useUsage(query);
  return (
    <>
      <UsageChoice named={named} query={query} onPeriod={setPeriod} />
      {named === 'unknown' && (
        <p className={classes.explanation}>
          Calls with a key that isn’t one of yours (deleted long ago, mistyped or forged). They were all refused and are
          not included in the other figures. If one of the IP addresses is yours, send a key from your list there.
        </p>
      )}
      {problem !== null && <ProblemNotice problem={problem} onRetry={reload} retrying={loading} />}
      {usage === null && problem === null && (
        <div role="status" aria-label="Loading the figures">
          <Skeleton height={320} radius="lg" />
        </div>
      )}
      {usage !== null && totalCalls(usage) === 0 && (
        <EmptyState
          Icon={IconChartBar}
          title="No calls in these days"
          action={
            <Button variant="default" onClick={reload} loading={loading}>
              Refresh
            </Button>
          }
        >
          Calls appear here soon after they were made. Choose other days, or another credential.
        </EmptyState>
      )}
      {usage !== null && totalCalls(usage) > 0 && (
        <>
          <Panel
            title="Calls by outcome"
            description="Days are UTC days."
            aside={
              <div className={classes.counted}>
                {usage.updated_at !== null && (
                  <span className={classes.muted}>
                    Counted <Moment at={usage.updated_at} />
                  </span>
                )}
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconRefresh size={15} aria-hidden />}
                  onClick={reload}
                  loading={loading}
                  aria-label="Refresh the figures"
                >
                  Refresh
                </Button>
              </div>
            }
          >
            <DayChart days={usage.days} />
          </Panel>
          <div className={classes.pair}>
            <ResourceTable usage={usage} />
            <IpAddressTable usage={usage} />
          </div>
          <RefusalTable usage={usage} />
        </>
      )}
    </>
  );
}
