import { VisuallyHidden } from '@mantine/core';
import classes from './sparkline.module.css';

/** Stays unobtrusive: the rest of the row is complete. */
export function NoFigures() {
  return (
    <span className={classes.none}>
      <span aria-hidden>–</span>
      <VisuallyHidden>The calls of the last 30 days could not be loaded.</VisuallyHidden>
    </span>
  );
}
