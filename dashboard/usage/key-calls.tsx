import { Component, lazy, type ReactNode, Suspense, useRef } from 'react';
import { useLooks } from '../elements/looks.ts';
import { NoFigures } from './no-figures.tsx';
import classes from './sparkline.module.css';

interface KeyCallsProps {
  readonly keyId: string;
  /** What the key is called here. */
  readonly label: string;
}

/** Keeps the place of a key's sparkline, and loads it when somebody looks there. */
export function KeyCalls(props: KeyCallsProps) {
  const place = useRef<HTMLSpanElement>(null);
  const looks = useLooks(place);
  return (
    <span ref={place} className={classes.place}>
      {looks > 0 && (
        <QuietBoundary looks={looks}>
          <Suspense>
            <Sparkline {...props} looks={looks} />
          </Suspense>
        </QuietBoundary>
      )}
    </span>
  );
}

let Sparkline = lazySparkline();

/** A script that did not arrive is asked for again by whoever looks next: a lazy component remembers its failure. */
function lazySparkline() {
  return lazy(() =>
    import('./sparkline.tsx').catch((error: unknown) => {
      Sparkline = lazySparkline();
      throw error;
    }),
  );
}

interface QuietBoundaryProps {
  readonly looks: number;
  readonly children: ReactNode;
}

/** A fault of the chart must not take the table along. The next look tries again. */
class QuietBoundary extends Component<QuietBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate({ looks }: QuietBoundaryProps): void {
    if (this.state.failed && looks !== this.props.looks) this.setState({ failed: false });
  }

  override render(): ReactNode {
    return this.state.failed ? <NoFigures /> : this.props.children;
  }
}
