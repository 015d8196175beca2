import { Button, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { EmptyState } from '../elements/empty-state.tsx';
import { IconActivity } from '../elements/icons.ts';
import { ListSkeleton } from '../elements/list-skeleton.tsx';
import { PageHeader } from '../elements/page-header.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { useNow } from '../time/now.ts';
import classes from './activity-page.module.css';
import { EventRow } from './event-row.tsx';
import { groupByDay } from './group-by-day.ts';
import { useActivity } from './use-activity.ts';

const DAYS_CHANGE_MS = 60_000;

export function ActivityPage() {
  const hub = useHub();
  const { value: keys } = useResource(hub.apiKeys);
  const { events, problem, loading, more, loadMore } = useActivity();
  const now = useNow(DAYS_CHANGE_MS);
  const keyNames = useMemo(() => new Map(keys?.api_keys.map(({ id, name }) => [id, name])), [keys]);

  return (
    <>
      <PageHeader title="Activity" description="Who changed what, and from which address. Newest first." />
      {events?.length === 0 && (
        <EmptyState Icon={IconActivity} title="Nothing has happened yet">
          Every change of a key, of the settings and of legacy tokens will be listed here.
        </EmptyState>
      )}
      {events !== null &&
        groupByDay(events, now).map((day) => (
          <section key={day.name} className={classes.day} aria-label={day.name}>
            <h2>{day.name}</h2>
            <ol>
              {day.events.map((event) => (
                <EventRow key={event.id} event={event} keyNames={keyNames} />
              ))}
            </ol>
          </section>
        ))}
      {events === null && problem === null && <ListSkeleton />}
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void loadMore()} retrying={loading} />}
      {more && problem === null && (
        <Button variant="default" loading={loading} onClick={() => void loadMore()} style={{ alignSelf: 'center' }}>
          Show older
        </Button>
      )}
      {!more && events !== null && events.length > 0 && <p className={classes.end}>End of activity</p>}
      <VisuallyHidden role="status">
        {events === null ? 'Loading…' : `${events.length} events are shown.`}
      </VisuallyHidden>
    </>
  );
}
