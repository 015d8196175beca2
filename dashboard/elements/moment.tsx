import { exactTime, shortTime } from '../time/moments.ts';
import { useNow } from '../time/now.ts';

/** Shows a short time, with the exact one on hover and for assistive technology. */
export function Moment({ at }: { readonly at: string }) {
  const now = useNow(30_000);
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={exactTime(moment)}>
      {shortTime(moment, now)}
    </time>
  );
}
