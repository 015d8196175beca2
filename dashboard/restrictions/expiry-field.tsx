import { SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useNow } from '../time/now.ts';
import { dateOf, type EndInput, endText, parseEnd } from './expiry-input.ts';
import classes from './restrictions.module.css';

interface EndFieldProps {
  readonly end: EndInput;
  readonly onEnd: (end: EndInput) => void;
  /** What no date stands for; null where a date is needed. */
  readonly open: string | null;
  /** Said while no date is chosen. */
  readonly openHint: string;
  /** Latest end that is allowed, epoch milliseconds; null: any. */
  readonly latest: number | null;
  /** Why it is the latest. */
  readonly latestHint: string;
  /** The key's own end, as long as it is not changed; epoch milliseconds. */
  readonly kept: number | null;
  readonly fault: string | null;
  readonly readOnly: boolean;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;

/** When the key ends by itself. */
export function EndField({ end, onEnd, open, openHint, latest, latestHint, kept, fault, readOnly }: EndFieldProps) {
  const now = useNow(30_000);
  const legend = useId();
  const hint = useId();
  const dated = end.end === 'date' || open === null;
  const parsed = dated && end.date !== '' ? parseEnd(end.date, latest, now) : null;
  const suggestion = dateOf(Math.min(now + USUAL_DAYS * DAY_MS, latest ?? Number.POSITIVE_INFINITY));
  return (
    <fieldset className={classes.field} aria-describedby={hint}>
      <legend id={legend}>End</legend>
      <div className={classes.end}>
        {open !== null && (
          <SegmentedControl
            aria-labelledby={legend}
            data={[
              { value: 'open', label: open },
              { value: 'date', label: 'On a date' },
            ]}
            value={end.end}
            onChange={(value) =>
              onEnd({ end: value as EndInput['end'], date: end.date === '' ? suggestion : end.date })
            }
            readOnly={readOnly}
          />
        )}
        {dated && (
          <TextInput
            type="date"
            aria-label="Last day"
            className={classes.date ?? ''}
            value={end.date}
            min={dateOf(now)}
            {...(latest === null ? {} : { max: dateOf(latest) })}
            onChange={(event) => onEnd({ end: 'date', date: event.currentTarget.value })}
            error={fault}
            readOnly={readOnly}
          />
        )}
      </div>
      <p id={hint} className={classes.hint}>
        {kept !== null
          ? keptText(kept, now)
          : dated
            ? parsed !== null && 'at' in parsed
              ? `It works until ${endText(parsed.at)}, your time.`
              : 'It works through the whole of that day, your time.'
            : openHint}{' '}
        {latest !== null && latestHint}
      </p>
    </fieldset>
  );
}

function keptText(moment: number, now: number): string {
  return moment > now ? `It works until ${endText(moment)}, your time.` : `It ended on ${endText(moment)}, your time.`;
}
