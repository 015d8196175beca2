import { Skeleton, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { Moment } from '../elements/moment.tsx';
import { Panel } from '../elements/panel.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import classes from './legacy-token-panel.module.css';
import { ScheduledSwitchOff } from './scheduled-switch-off.tsx';
import { TurnOffDialog } from './turn-off-dialog.tsx';
import { TurnOnDialog } from './turn-on-dialog.tsx';

/** Shows whether legacy tokens are accepted; turns them off after a question, and on with a one-time code. `children` inform the decision. */
export function LegacyTokenPanel({ children }: { readonly children: ReactNode }) {
  const hub = useHub();
  const { value, problem, loading } = useResource(hub.legacyToken);
  const { value: viewer } = useResource(hub.viewer);
  const [asking, setAsking] = useState<'turn_off' | { readonly turnOn: LegacyToken } | null>(null);
  const suspended = viewer?.partner.status === 'suspended';

  function done(title: string, message: string): void {
    setAsking(null);
    notifications.show({ color: 'teal', title, message });
  }

  return (
    <Panel
      title="Legacy Token Authentication"
      description={
        <>
          Accepts the older <code>Authorization: Bearer</code> tokens beside API keys. Turn it off once all your systems
          use API keys.
        </>
      }
    >
      {value === null && problem === null && <Skeleton height={44} mt="md" />}
      {value !== null && (
        <div className={classes.state}>
          <Switch
            size="md"
            checked={value.enabled}
            onChange={() => setAsking(value.enabled ? 'turn_off' : { turnOn: value })}
            label="Legacy Token Authentication"
            description={stateInWords(value, suspended)}
            disabled={suspended && !value.enabled}
            aria-haspopup="dialog"
          />
          <LastChange legacyToken={value} />
        </div>
      )}
      {value?.enabled && <ScheduledSwitchOff legacyToken={value} suspended={suspended} />}
      {problem !== null && (
        <div className={classes.problem}>
          <ProblemNotice problem={problem} onRetry={() => void hub.legacyToken.load()} retrying={loading} />
        </div>
      )}
      {children}
      <TurnOffDialog
        opened={asking === 'turn_off'}
        onClose={() => setAsking(null)}
        onTurnedOff={(legacyToken) => {
          hub.legacyToken.change((before) => ({ ...before, ...legacyToken }));
          hub.otherTabs.notify('changed');
          done('Legacy tokens are off', 'From now on only API keys are accepted.');
        }}
      />
      <TurnOnDialog
        from={asking === null || asking === 'turn_off' ? null : asking.turnOn}
        onClose={() => setAsking(null)}
        onTurnedOn={() => done('Legacy tokens are on', 'Earlier tokens work again.')}
      />
    </Panel>
  );
}

function stateInWords({ enabled, off_at }: LegacyToken, suspended: boolean): string {
  if (!enabled) {
    const off = 'Off: only API keys are accepted';
    return suspended ? `${off}. Cannot be turned on while this partner is suspended` : off;
  }
  return off_at === null ? 'On: tokens are accepted' : 'On until its scheduled end';
}

function LastChange({ legacyToken: { changed_at, changed_by } }: { readonly legacyToken: LegacyToken }) {
  if (changed_at === null) return <p className={classes.change}>Never changed</p>;
  return (
    <p className={classes.change}>
      Last changed <Moment at={changed_at} />
      {changed_by !== null && ` by ${changed_by}`}
    </p>
  );
}
