import type { Usage } from '../../lambdas/http/schemas/usage.ts';
import { dayInWords } from './periods.ts';
import classes from './usage.module.css';

type Day = Usage['days'][number];

/** From the ground up; the table has the same order. */
const OUTCOMES = [
  { field: 'success', name: 'Successful' },
  { field: 'client_error', name: 'Refused or wrong (4xx)' },
  { field: 'server_error', name: 'Failed (5xx)' },
] as const;

const HEIGHT = 160;
const WIDTH = 720;
/** Part of a day's width that its bar takes. */
const BAR = 0.72;

/** A bar for each day, stacked by outcome, and the same as a table. */
export function DayChart({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(1, ...days.map(({ total }) => total));
  const total = days.reduce((sum, day) => sum + day.total, 0);
  const step = WIDTH / days.length;
  const [first, last] = [days.at(0)?.date ?? '', days.at(-1)?.date ?? ''];
  return (
    <div className={classes.chart}>
      <ul className={classes.legend}>
        {OUTCOMES.map(({ field, name }) => (
          <li key={field} data-outcome={field}>
            {name}: <strong>{inWords(days.reduce((sum, day) => sum + day[field], 0))}</strong>
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${inWords(total)} calls from ${dayInWords(first)} to ${dayInWords(last)}, at most ${inWords(most)} a day. The table below has each day.`}
      >
        {days.map((day, index) => (
          <Bar key={day.date} day={day} x={index * step} width={step * BAR} most={most} />
        ))}
      </svg>
      <div className={classes.axis} aria-hidden>
        <span>{dayInWords(first)}</span>
        <span>At most {inWords(most)} a day</span>
        <span>{dayInWords(last)}</span>
      </div>
      <details className={classes.details}>
        <summary>Show as a table</summary>
        <DayTable days={days} />
      </details>
    </div>
  );
}

interface BarProps {
  readonly day: Day;
  readonly x: number;
  readonly width: number;
  readonly most: number;
}

function Bar({ day, x, width, most }: BarProps) {
  let top = HEIGHT;
  return (
    <g>
      <title>{`${dayInWords(day.date)}: ${OUTCOMES.map(({ field, name }) => `${name} ${inWords(day[field])}`).join(', ')}`}</title>
      {OUTCOMES.map(({ field }) => {
        const height = (day[field] / most) * HEIGHT;
        top -= height;
        return <rect key={field} x={x} y={top} width={width} height={height} data-outcome={field} />;
      })}
    </g>
  );
}

function DayTable({ days }: { readonly days: readonly Day[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Calls by day">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {OUTCOMES.map(({ field, name }) => (
              <th key={field} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.date}>
              <th scope="row">{dayInWords(day.date)}</th>
              {OUTCOMES.map(({ field }) => (
                <td key={field}>{inWords(day[field])}</td>
              ))}
              <td>{inWords(day.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function inWords(count: number): string {
  return new Intl.NumberFormat().format(count);
}
