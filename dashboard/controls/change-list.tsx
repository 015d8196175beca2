import classes from './controls.module.css';
import type { ChangeLine } from './key-changes.ts';

/** What changes, and what of it allows more than before. */
export function ChangeList({ lines }: { readonly lines: readonly ChangeLine[] }) {
  return (
    <ul className={classes.changes} aria-label="What changes">
      {lines.map(({ what, before, after, widens }) => (
        <li key={what}>
          <strong>{what}</strong>
          <p>
            <span className={classes.before}>{before}</span> <span aria-hidden>→</span>
            <span className={classes.unseen}> becomes </span> {after}
          </p>
          {widens !== null && <p className={classes.widens}>Allows more than before: {widens}.</p>}
        </li>
      ))}
    </ul>
  );
}
