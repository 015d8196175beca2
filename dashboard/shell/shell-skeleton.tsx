import { Skeleton } from '@mantine/core';
import { ListSkeleton } from '../elements/list-skeleton.tsx';
import { PAGES } from '../navigation/pages.ts';
import classes from './shell.module.css';
import { Wordmark } from './wordmark.tsx';

/** Outlines the shell until the viewer is known. */
export function ShellSkeleton() {
  return (
    <div aria-busy="true">
      <div className={classes.header}>
        <div className={classes.bar}>
          <Wordmark />
          <Skeleton width={160} height={36} ml="auto" />
        </div>
        <div className={classes.tabs}>
          {PAGES.map(({ path, title }) => (
            <span key={path} className={classes.tab}>
              {title}
            </span>
          ))}
        </div>
      </div>
      <div className={classes.content}>
        <p role="status" style={{ position: 'absolute', clipPath: 'inset(50%)', margin: 0 }}>
          Loading…
        </p>
        <Skeleton height={34} width={180} />
        <ListSkeleton />
      </div>
    </div>
  );
}
