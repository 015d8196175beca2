import { Stack, UnstyledButton } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { IconChevronDown } from '../elements/icons.ts';
import classes from './folded-restrictions.module.css';

interface FoldedRestrictionsProps {
  /** The current restrictions in one line. */
  readonly summary: string;
  /** A field inside needs attention. */
  readonly forceOpen: boolean;
  readonly children: ReactNode;
}

/** Folds the restrictions, which most viewers leave as they are, into one line. */
export function FoldedRestrictions({ summary, forceOpen, children }: FoldedRestrictionsProps) {
  const [opened, setOpened] = useState(false);
  const id = useId();
  const shown = opened || forceOpen;
  return (
    <div className={classes.folded}>
      <UnstyledButton
        className={classes.button}
        aria-expanded={shown}
        aria-controls={id}
        onClick={() => setOpened(!shown)}
        disabled={forceOpen}
      >
        <span>
          <strong>Limit what this key can do</strong>
          <span className={classes.summary}>{summary}</span>
        </span>
        <IconChevronDown size={18} aria-hidden />
      </UnstyledButton>
      <div id={id} hidden={!shown} className={classes.content}>
        {shown && <Stack gap="lg">{children}</Stack>}
      </div>
    </div>
  );
}
