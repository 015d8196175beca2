import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { Problem } from '../api/problem.ts';
import { Notice } from '../elements/notice.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub } from '../state/hub.ts';
import { exactTime } from '../time/moments.ts';
import classes from './legacy-token-panel.module.css';
import { ScheduleDialog } from './schedule-dialog.tsx';

/** The longest delay of a timer. */
const MAX_WAIT_MS = 2 ** 31 - 1;

/** Schedules when legacy tokens turn off, and changes or cancels that. */
export function ScheduledSwitchOff({ legacyToken: { off_at } }: { readonly legacyToken: LegacyToken }) {
  const hub = useHub();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (off_at === null) return;
    const wait = Math.min(MAX_WAIT_MS, Math.max(0, Date.parse(off_at) - Date.now()) + 1000);
    const timer = setTimeout(() => void hub.legacyToken.load(), wait);
    return () => clearTimeout(timer);
  }, [hub, off_at]);

  function done(legacyToken: LegacyToken, title: string, message: string): void {
    hub.legacyToken.change((before) => ({ ...before, ...legacyToken }));
    hub.otherTabs.notify('changed');
    setAsking(false);
    notifications.show({ color: 'teal', title, message });
    // The pressed button disappears with its notice.
    place.current?.focus();
  }

  async function cancel(): Promise<void> {
    setBusy(true);
    setProblem(null);
    // Canceling a past schedule, or after a switch-off meanwhile, would turn legacy tokens on again.
    const now = await hub.legacyToken.load();
    const pending = now.problem === null && now.value?.enabled === true && now.value.off_at !== null;
    const outcome = pending ? await hub.api.setLegacyToken(true, null) : null;
    setBusy(false);
    if (outcome?.ok) done(outcome.value, 'The switch-off is canceled', 'Legacy tokens stay on.');
    else setProblem(outcome?.problem ?? now.problem);
  }

  return (
    <div ref={place} tabIndex={-1} className={classes.schedule}>
      {off_at === null ? (
        <Button variant="default" onClick={() => setAsking(true)} aria-haspopup="dialog">
          Schedule the switch-off
        </Button>
      ) : (
        <Notice
          tone="warning"
          title="Legacy tokens turn off automatically"
          silent
          actions={
            <>
              <Button size="xs" variant="default" onClick={() => void cancel()} loading={busy}>
                Cancel schedule
              </Button>
              <Button size="xs" variant="default" onClick={() => setAsking(true)} aria-haspopup="dialog">
                Change the time
              </Button>
            </>
          }
        >
          <time dateTime={off_at}>{exactTime(Date.parse(off_at))}</time>. Until then, tokens are accepted as before.
        </Notice>
      )}
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void cancel()} retrying={busy} />}
      <ScheduleDialog
        opened={asking}
        offAt={off_at}
        onClose={() => setAsking(false)}
        onScheduled={(legacyToken) =>
          done(legacyToken, 'The switch-off is scheduled', 'Legacy tokens work until then.')
        }
      />
    </div>
  );
}
