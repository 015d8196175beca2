import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';
import type { Usage } from '../../lambdas/http/schemas/usage.ts';
import { dayAt, dayInWords } from '../usage/periods.ts';
import { totalCalls, useUsage } from '../usage/use-usage.ts';
import classes from './key-table.module.css';

interface RotationEvidenceProps {
  readonly old: ApiKey;
  /** The key that takes its place. */
  readonly successor: ApiKey;
}

const MOST_NAMED = 3;

/** How much of the traffic has moved to the new key, and from where the old one is still used. */
export function RotationEvidence({ old, successor }: RotationEvidenceProps) {
  const [to] = useState(() => dayAt(Date.now()));
  const period = { from: dayAt(Date.parse(successor.created_at)), to };
  const before = useUsage({ ...period, credentialId: old.id });
  const after = useUsage({ ...period, credentialId: successor.id });
  if (before.problem !== null || after.problem !== null) {
    return (
      <span className={classes.evidence}>
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
      </span>
    );
  }
  if (before.usage === null || after.usage === null)
    return <span className={classes.evidence}>Loading the traffic…</span>;
  return <span className={classes.evidence}>{evidenceInWords(before.usage, after.usage, period.from)}</span>;
}

function evidenceInWords(before: Usage, after: Usage, from: string): string {
  const [kept, moved] = [totalCalls(before), totalCalls(after)];
  const since = `Since ${dayInWords(from)} (UTC)`;
  if (kept + moved === 0) return `${since}, no call came with either key.`;
  // A part that has not moved must not be rounded away.
  const share = Math.floor((moved / (kept + moved)) * 100);
  const named = before.addresses.slice(0, MOST_NAMED).map(({ ip }) => ip);
  const others = before.addresses.length > named.length || before.other_addresses > 0 ? ' and others' : '';
  const still = kept === 0 || named.length === 0 ? '' : ` Old key used from ${named.join(', ')}${others}.`;
  return `${since}, ${share}% of the calls came with the new key.${still}`;
}
