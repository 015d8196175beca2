import type { ChangeLine } from './key-changes.ts';
import classes from './restrictions.module.css';

/** What changes, and what of it allows more than before. */
export function ChangeList({ lines }: { readonly lines: readonly ChangeLine[] }) {
  return (
    <ul className={classes.changes} aria-label="What changes">
      {lines.map(({ what, parts, broadens }) => (
        <li key={what}>
          <strong>{what}</strong>
          {parts.map(({ text, was }) => (
            <p key={text}>
              {text}
              {was !== null && <span>, was {was}</span>}
            </p>
          ))}
          {broadens !== null && <p className={classes.broadens}>Allows more than before: {broadens}</p>}
        </li>
      ))}
    </ul>
  );
}
