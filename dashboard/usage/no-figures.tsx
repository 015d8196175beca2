import { VisuallyHidden } from '@mantine/core';
import classes from './sparkline.module.css';

/** The rest of the row is as good as ever, so this makes no noise. */
export function NoFigures() {
  return (
    <span className={classes.none}>
      <span aria-hidden>–</span>
      <VisuallyHidden>The calls of the last 30 days could not be loaded.</VisuallyHidden>
    </span>
  );
}
