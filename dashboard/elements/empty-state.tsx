import type { ReactNode } from 'react';
import classes from './empty-state.module.css';
import type { IconKey } from './icons.ts';

interface EmptyStateProps {
  readonly Icon: typeof IconKey;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Explains why a list is empty and how to fill it. */
export function EmptyState({ Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon size={26} aria-hidden />
      </span>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
