import { SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import { DAY_MS, localDay } from '../time/days.ts';
import { useNow } from '../time/now.ts';
import { type ExpiryInput, expiryText, parseExpiry } from './expiry-input.ts';
import classes from './restrictions.module.css';

interface ExpiryFieldProps {
  readonly expiry: ExpiryInput;
  readonly onExpiry: (expiry: ExpiryInput) => void;
  /** The label for no date; null if a date is required. */
  readonly open: string | null;
  /** Shown while no date is chosen. */
  readonly openHint: string;
  /** Latest allowed expiry in epoch milliseconds; null for any. */
  readonly latest: number | null;
  /** Why there is a latest expiry. */
  readonly latestHint: string;
  /** The key's own expiry in epoch milliseconds while it is unchanged. */
  readonly kept: number | null;
  readonly error: string | null;
  readonly readOnly: boolean;
}

const USUAL_DAYS = 90;

/** Asks when the key expires. */
export function ExpiryField({
  expiry,
  onExpiry,
  open,
  openHint,
  latest,
  latestHint,
  kept,
  error,
  readOnly,
}: ExpiryFieldProps) {
  const now = useNow(30_000);
  const legend = useId();
  const hint = useId();
  const dated = expiry.kind === 'date' || open === null;
  const parsed = dated && expiry.date !== '' ? parseExpiry(expiry.date, latest, now) : null;
  const suggestion = localDay(Math.min(now + USUAL_DAYS * DAY_MS, latest ?? Number.POSITIVE_INFINITY));
  return (
    <fieldset className={classes.field} aria-describedby={hint}>
      <legend id={legend}>End</legend>
      <div className={classes.choice}>
        {open !== null && (
          <SegmentedControl
            aria-labelledby={legend}
            data={[
              { value: 'open', label: open },
              { value: 'date', label: 'On a date' },
            ]}
            value={expiry.kind}
            onChange={(value) =>
              onExpiry({ kind: value as ExpiryInput['kind'], date: expiry.date === '' ? suggestion : expiry.date })
            }
            readOnly={readOnly}
          />
        )}
        {dated && (
          <TextInput
            type="date"
            aria-label="Last day"
            className={classes.date ?? ''}
            value={expiry.date}
            min={localDay(now)}
            {...(latest === null ? {} : { max: localDay(latest) })}
            onChange={(event) => onExpiry({ kind: 'date', date: event.currentTarget.value })}
            error={error}
            readOnly={readOnly}
          />
        )}
      </div>
      <p id={hint} className={classes.hint}>
        {kept !== null
          ? keptText(kept, now)
          : dated
            ? parsed !== null && 'at' in parsed
              ? `It works until ${expiryText(parsed.at)}, your time.`
              : 'It works through the whole of that day, your time.'
            : openHint}{' '}
        {latest !== null && latestHint}
      </p>
    </fieldset>
  );
}

function keptText(moment: number, now: number): string {
  return moment > now
    ? `It works until ${expiryText(moment)}, your time.`
    : `It ended on ${expiryText(moment)}, your time.`;
}
