import classes from './restrictions.module.css';

/** Shows an IP allowlist. */
export function AllowlistView({ entries }: { readonly entries: readonly string[] }) {
  return (
    <ul className={classes.entries}>
      {entries.map((entry) => (
        <li key={entry} className={classes.entry}>
          <code>{entry}</code>
        </li>
      ))}
    </ul>
  );
}
