import { useEffect, useSyncExternalStore } from 'react';
import { PageLink } from '../navigation/page-link.tsx';
import { usagePath } from '../navigation/pages.ts';
import { refreshIfStale, useHub } from '../state/hub.ts';
import { NoFigures } from './no-figures.tsx';
import type { UsageDay } from './outcomes.ts';
import { barsOf, recentCalls, recentCallsInWords } from './recent-calls.ts';
import classes from './sparkline.module.css';

interface SparklineProps {
  readonly keyId: string;
  /** How the key is named to the viewer. */
  readonly label: string;
  /** How often it came into view. */
  readonly looks: number;
}

/** Shows a key's calls of the last 30 days and links to its usage. */
export default function Sparkline({ keyId, label, looks }: SparklineProps) {
  const resource = useHub().recentUsage(keyId);
  const { value, problem } = useSyncExternalStore(resource.subscribe, resource.state);

  useEffect(() => {
    if (looks > 0) refreshIfStale(resource);
  }, [resource, looks]);

  if (value === null) return problem === null ? null : <NoFigures />;
  const calls = recentCalls(value.days);
  if (calls.total === 0) return <span className={classes.none}>No calls in 30 days</span>;
  return (
    <PageLink href={usagePath(keyId)} className={classes.link} title={`Usage of ${label}`}>
      <Bars days={value.days} label={recentCallsInWords(calls)} />
      <span aria-hidden>{new Intl.NumberFormat(undefined, { notation: 'compact' }).format(calls.total)}</span>
    </PageLink>
  );
}

const HEIGHT = 18;
const STEP = 3;
const BAR = 2;

function Bars({ days, label }: { readonly days: readonly UsageDay[]; readonly label: string }) {
  const width = days.length * STEP;
  const { baseline, days: bars } = barsOf(days, HEIGHT - 1);
  return (
    <svg role="img" aria-label={label} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
      <rect className={classes.line} y={baseline} width={width} height={1} />
      {bars.map(({ up, down }, index) => (
        <g key={days[index]?.date}>
          {up > 0 && <rect x={index * STEP} y={baseline - up} width={BAR} height={up} className={classes.success} />}
          {down > 0 && <rect x={index * STEP} y={baseline + 1} width={BAR} height={down} className={classes.failure} />}
        </g>
      ))}
    </svg>
  );
}
