import { UnstyledButton } from '@mantine/core';
import { Fragment, useRef, useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';
import { useLooks } from '../elements/looks.ts';
import { Moment } from '../elements/moment.tsx';
import { dayInWords, utcDay } from '../time/days.ts';
import { totalCalls, useUsage } from '../usage/use-usage.ts';
import classes from './key-table.module.css';

interface RotationEvidenceProps {
  readonly old: ApiKey;
  /** The key that replaces it. */
  readonly successor: ApiKey;
}

const MOST_NAMED = 3;

/** Shows how much traffic has moved to the new key and where the old one is still used. Loads when visible. */
export function RotationEvidence(props: RotationEvidenceProps) {
  const place = useRef<HTMLSpanElement>(null);
  const looks = useLooks(place);
  return (
    <span ref={place} className={classes.evidence}>
      {looks > 0 ? <Evidence {...props} /> : 'Loading the traffic…'}
    </span>
  );
}

function Evidence({ old, successor }: RotationEvidenceProps) {
  const [to] = useState(() => utcDay(Date.now()));
  const period = { from: utcDay(Date.parse(successor.created_at)), to };
  const before = useUsage({ ...period, credentialId: old.id });
  const after = useUsage({ ...period, credentialId: successor.id });
  if (before.problem !== null || after.problem !== null) {
    return (
      <>
        The traffic of both could not be loaded.{' '}
        <UnstyledButton
          className={classes.again}
          onClick={() => {
            before.reload();
            after.reload();
          }}
        >
          Try again
        </UnstyledButton>
      </>
    );
  }
  if (before.usage === null || after.usage === null) return 'Loading the traffic…';
  return (
    <>
      {shareInWords(totalCalls(before.usage), totalCalls(after.usage), period.from)}
      <StillUsed usage={before.usage} />
    </>
  );
}

function shareInWords(kept: number, moved: number, from: string): string {
  const since = `Since ${dayInWords(from)} (UTC)`;
  if (kept + moved === 0) return `${since}, no call came with either key.`;
  // Rounded down, so that remaining traffic of the old key is never hidden.
  return `${since}, ${Math.floor((moved / (kept + moved)) * 100)}% of the calls came with the new key.`;
}

/** The latest caller comes first; old times show who has moved to the new key. */
function StillUsed({ usage: { addresses, other_addresses } }: { readonly usage: Usage }) {
  if (addresses.length === 0) return null;
  const newest = addresses.toSorted((a, b) => (b.last_seen_at ?? '').localeCompare(a.last_seen_at ?? ''));
  const named = newest.slice(0, MOST_NAMED);
  return (
    <>
      {' Old key last used from '}
      {named.map(({ ip, last_seen_at }, index) => (
        <Fragment key={ip}>
          {index > 0 && ', '}
          {ip}
          {last_seen_at !== null && (
            <>
              {' ('}
              <Moment at={last_seen_at} />)
            </>
          )}
        </Fragment>
      ))}
      {addresses.length > named.length || other_addresses > 0 ? ' and others.' : '.'}
    </>
  );
}
