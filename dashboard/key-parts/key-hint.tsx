import { Fragment } from 'react';
import classes from './key-parts.module.css';

/** Shows the start of a key; a long one wraps between its parts. */
export function KeyHint({ hint }: { readonly hint: string }) {
  return (
    <code className={classes.hint}>
      {hint.split('_').map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change
        <Fragment key={index}>
          {index > 0 && (
            <>
              _<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
