import { counted, inDigits } from '../elements/counts.ts';
import { dayInWords } from '../time/days.ts';
import { dayBars } from './day-bars.ts';
import { OUTCOMES, type UsageDay } from './outcomes.ts';
import classes from './usage.module.css';

const HEIGHT = 160;
const WIDTH = 720;
/** Share of a day's width that its bar takes. */
const BAR = 0.72;

/** Draws a bar for each day, stacked by outcome, with the same figures as a table. */
export function DayChart({ days }: { readonly days: readonly UsageDay[] }) {
  const most = Math.max(1, ...days.map(({ total }) => total));
  const total = days.reduce((sum, day) => sum + day.total, 0);
  const step = WIDTH / days.length;
  const [first, last] = endsInWords(days);
  return (
    <div className={classes.chart}>
      <ul className={classes.legend}>
        {OUTCOMES.map(({ id, name, calls }) => (
          <li key={id} data-outcome={id}>
            {name}: <strong>{inDigits(days.reduce((sum, day) => sum + calls(day), 0))}</strong>
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${counted(total, 'call')} from ${first} to ${last}, at most ${inDigits(most)} a day. The table below has each day.`}
      >
        {days.map((day, index) => (
          <Bar key={day.date} day={day} x={index * step} width={step * BAR} most={most} />
        ))}
      </svg>
      <div className={classes.axis} aria-hidden>
        <span>{first}</span>
        <span>At most {inDigits(most)} a day</span>
        <span>{last}</span>
      </div>
      <details className={classes.details}>
        <summary>Show as a table</summary>
        <DayTable days={days} />
      </details>
    </div>
  );
}

interface BarProps {
  readonly day: UsageDay;
  readonly x: number;
  readonly width: number;
  readonly most: number;
}

function Bar({ day, x, width, most }: BarProps) {
  const heights = dayBars(day, most, HEIGHT);
  let top = HEIGHT;
  return (
    <g>
      <title>{`${dayInWords(day.date)}: ${OUTCOMES.map(({ name, calls }) => `${name} ${inDigits(calls(day))}`).join(', ')}`}</title>
      {OUTCOMES.map(({ id }, index) => {
        const height = heights[index] ?? 0;
        top -= height;
        return <rect key={id} x={x} y={top} width={width} height={height} data-outcome={id} />;
      })}
    </g>
  );
}

function DayTable({ days }: { readonly days: readonly UsageDay[] }) {
  const years = overYears(days);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Calls by day">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {OUTCOMES.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.date}>
              <th scope="row">{dayInWords(day.date, { years })}</th>
              {OUTCOMES.map(({ id, calls }) => (
                <td key={id}>{inDigits(calls(day))}</td>
              ))}
              <td>{inDigits(day.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function endsInWords(days: readonly UsageDay[]): readonly [string, string] {
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return ['', ''];
  const years = overYears(days);
  return [dayInWords(first.date, { years }), dayInWords(last.date, { years })];
}

/** Without the year, the same day and month may come twice. */
function overYears(days: readonly UsageDay[]): boolean {
  return days.at(0)?.date.slice(0, 4) !== days.at(-1)?.date.slice(0, 4);
}
