import type { ReactNode } from 'react';
import classes from './refusals.module.css';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** Of a setting that the failed check looks at. */
  readonly verdict?: 'refuses' | 'allows' | null;
}

const VERDICTS = { refuses: 'Refuses this call', allows: 'Allows this call' };

/** To stand in a list of descriptions. */
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
