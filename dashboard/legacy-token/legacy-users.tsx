import { Button, Skeleton } from '@mantine/core';
import { useId } from 'react';
import type { LegacyTokenWithUsage } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { counted } from '../elements/counts.ts';
import { IconRefresh } from '../elements/icons.ts';
import { Notice } from '../elements/notice.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { usagePath } from '../navigation/pages.ts';
import { useHub, useResource } from '../state/hub.ts';
import { LegacyUserTable } from './legacy-user-table.tsx';
import classes from './legacy-users.module.css';

/** Lists who called with legacy tokens in the last 30 days: whom a switch-off would break now. */
export function LegacyUsers() {
  const hub = useHub();
  const { value, problem, loading } = useResource(hub.legacyToken);
  const title = useId();
  // The surrounding panel shows the problem.
  if (value === null && problem !== null) return null;
  return (
    <section className={classes.users} aria-labelledby={title}>
      <div className={classes.head}>
        <h3 id={title}>Who used legacy tokens in the last 30 days</h3>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden />}
          onClick={() => void hub.legacyToken.load()}
          loading={loading && value !== null}
          aria-label="Refresh who used legacy tokens"
        >
          Refresh
        </Button>
      </div>
      {value === null ? (
        <div role="status" aria-label="Loading who used legacy tokens">
          <Skeleton height={96} radius="md" />
        </div>
      ) : (
        <Evidence enabled={value.enabled} usage={value.usage} />
      )}
      <p className={classes.more}>
        <PageLink href={usagePath('legacy')}>View usage</PageLink>
      </p>
    </section>
  );
}

interface EvidenceProps {
  readonly enabled: boolean;
  readonly usage: LegacyTokenWithUsage['usage'];
}

function Evidence({ enabled, usage: { total, users } }: EvidenceProps) {
  if (total === 0) {
    return (
      <Notice tone="good" title="Nobody used a legacy token in the last 30 days" silent>
        {enabled ? 'It is safe to switch off.' : 'No system is known that still sends one.'}
      </Notice>
    );
  }
  if (users.length === 0) {
    return (
      <Notice tone="good" title="Nobody who is still here used a legacy token in the last 30 days" silent>
        All {counted(total, 'call')} came from users who were removed since. Their tokens have ended with them.
      </Notice>
    );
  }
  const working = users.filter(({ success }) => success > 0).length;
  if (enabled && working === 0) {
    return (
      <>
        <Notice tone="good" title="No call with a legacy token succeeded in the last 30 days" silent>
          {total === 1 ? 'It was one call, and it failed or was' : `All ${counted(total, 'call')} failed or were`}{' '}
          refused already: to switch off breaks nothing that works.
        </Notice>
        <LegacyUserTable users={users} total={total} />
      </>
    );
  }
  return (
    <>
      <Notice tone={enabled ? 'warning' : 'info'} title={verdict(enabled, enabled ? working : users.length)} silent>
        {counted(total, 'call')} with legacy tokens in the last 30 days.{' '}
        {enabled ? 'Calls like these would be refused.' : 'Calls like these are refused.'}
      </Notice>
      <LegacyUserTable users={users} total={total} />
    </>
  );
}

function verdict(enabled: boolean, users: number): string {
  return enabled
    ? `Systems of ${counted(users, 'user')} still use legacy tokens and would stop working`
    : `Systems of ${counted(users, 'user')} used legacy tokens before`;
}
