import { lazy, Suspense, useRef } from 'react';
import { ErrorBoundary } from '../elements/error-boundary.tsx';
import { useLooks } from '../elements/looks.ts';
import { NoFigures } from './no-figures.tsx';
import classes from './sparkline.module.css';

const Sparkline = lazy(() => import('./sparkline.tsx'));

interface KeyCallsProps {
  readonly keyId: string;
  /** How the key is named to the viewer. */
  readonly label: string;
}

/** Reserves a key's sparkline's space and loads it when visible. If it fails, the table stays usable. */
export function KeyCalls(props: KeyCallsProps) {
  const place = useRef<HTMLSpanElement>(null);
  const looks = useLooks(place);
  return (
    <span ref={place} className={classes.place}>
      {looks > 0 && (
        <ErrorBoundary instead={<NoFigures />}>
          <Suspense>
            <Sparkline {...props} looks={looks} />
          </Suspense>
        </ErrorBoundary>
      )}
    </span>
  );
}
