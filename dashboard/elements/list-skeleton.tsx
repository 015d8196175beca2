import { Skeleton } from '@mantine/core';
import classes from './list-skeleton.module.css';

const ROWS = ['38%', '52%', '45%', '60%'];

/** Outlines a list while it loads. */
export function ListSkeleton() {
  return (
    <div className={classes.list} aria-hidden>
      {ROWS.map((width) => (
        <div key={width} className={classes.row}>
          <Skeleton height={14} width={width} />
          <Skeleton height={14} width="15%" />
        </div>
      ))}
    </div>
  );
}
