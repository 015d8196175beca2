import type { ReactNode } from 'react';
import classes from './refusals.module.css';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** For a setting that the failed check uses. */
  readonly verdict?: 'refuses' | 'allows' | null;
}

const VERDICTS = { refuses: 'Refuses this call', allows: 'Allows this call' };

/** Renders an entry of a description list. */
export function Fact({ name, children, verdict = null }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {verdict !== null && (
        <dd className={classes.judged} data-verdict={verdict}>
          {VERDICTS[verdict]}
        </dd>
      )}
    </div>
  );
}
