import { IconAlertTriangle } from '../elements/icons.ts';
import { exactTime, shortTime, timeLeft } from '../time/moments.ts';
import { useNow } from '../time/now.ts';
import classes from './key-table.module.css';

interface KeyExpiryProps {
  readonly at: string | null;
  /** The key was replaced and is about to expire. */
  readonly replaced: boolean;
}

const NEAR_MS = 14 * 86_400_000;

/** Shows when a key expires, with a warning when that is soon. */
export function KeyExpiry({ at, replaced }: KeyExpiryProps) {
  const now = useNow(15_000);
  if (at === null) return <span className={classes.muted}>Never</span>;
  const moment = Date.parse(at);
  const left = moment - now;
  const time = (text: string) => (
    <time dateTime={at} title={exactTime(moment)}>
      {text}
    </time>
  );
  if (left <= 0) return time(shortTime(moment, now));
  if (replaced) return time(`${timeLeft(moment, now)} left`);
  if (left > NEAR_MS) return time(shortTime(moment, now));
  return (
    <span className={classes.near}>
      <IconAlertTriangle size={15} aria-hidden />
      {time(`in ${timeLeft(moment, now)}`)}
    </span>
  );
}
