import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { Notice } from '../elements/notice.tsx';
import { useHub } from '../state/hub.ts';
import { exactTime } from '../time/moments.ts';
import classes from './legacy-token-panel.module.css';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { TurnOnDialog } from './turn-on-dialog.tsx';

/** The longest delay of a timer. */
const MAX_WAIT_MS = 2 ** 31 - 1;

interface ScheduledSwitchOffProps {
  readonly legacyToken: LegacyToken;
  /** The end can be brought forward, but not moved later or canceled. */
  readonly suspended: boolean;
}

/** Schedules when legacy tokens turn off, and changes or cancels that. */
export function ScheduledSwitchOff({ legacyToken, suspended }: ScheduledSwitchOffProps) {
  const { off_at } = legacyToken;
  const hub = useHub();
  const [asking, setAsking] = useState<'schedule' | 'cancel' | null>(null);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (off_at === null) return;
    const wait = Math.min(MAX_WAIT_MS, Math.max(0, Date.parse(off_at) - Date.now()) + 1000);
    const timer = setTimeout(() => void hub.legacyToken.load(), wait);
    return () => clearTimeout(timer);
  }, [hub, off_at]);

  function done(title: string, message: string): void {
    setAsking(null);
    notifications.show({ color: 'teal', title, message });
    // The pressed button disappears with its notice.
    place.current?.focus();
  }

  return (
    <div ref={place} tabIndex={-1} className={classes.schedule}>
      {off_at === null ? (
        <Button variant="default" onClick={() => setAsking('schedule')} aria-haspopup="dialog">
          Schedule the switch-off
        </Button>
      ) : (
        <Notice
          tone="warning"
          title="Legacy tokens turn off automatically"
          silent
          actions={
            <>
              <Button
                size="xs"
                variant="default"
                onClick={() => setAsking('cancel')}
                disabled={suspended}
                aria-haspopup="dialog"
              >
                Cancel schedule
              </Button>
              <Button size="xs" variant="default" onClick={() => setAsking('schedule')} aria-haspopup="dialog">
                Change the time
              </Button>
            </>
          }
        >
          <time dateTime={off_at}>{exactTime(Date.parse(off_at))}</time>. Until then, tokens are accepted as before.
          {suspended && ' While this partner is suspended, it cannot be canceled or moved later.'}
        </Notice>
      )}
      <ScheduleDialog
        opened={asking === 'schedule'}
        legacyToken={legacyToken}
        onClose={() => setAsking(null)}
        onScheduled={() => done('The switch-off is scheduled', 'Legacy tokens work until then.')}
      />
      <TurnOnDialog
        from={asking === 'cancel' ? legacyToken : null}
        onClose={() => setAsking(null)}
        onTurnedOn={() => done('The switch-off is canceled', 'Legacy tokens stay on.')}
      />
    </div>
  );
}
