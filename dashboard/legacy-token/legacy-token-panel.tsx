import { Skeleton, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { Moment } from '../elements/moment.tsx';
import { Panel } from '../elements/panel.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { ConfirmSwitch } from './confirm-switch.tsx';
import classes from './legacy-token-panel.module.css';
import { ScheduledSwitchOff } from './scheduled-switch-off.tsx';

/** Shows whether legacy tokens are accepted, and switches that after a confirmation. `children` inform the decision. */
export function LegacyTokenPanel({ children }: { readonly children: ReactNode }) {
  const hub = useHub();
  const { value, problem, loading } = useResource(hub.legacyToken);
  const [wanted, setWanted] = useState<boolean | null>(null);

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
            onChange={() => setWanted(!value.enabled)}
            label="Legacy Token Authentication"
            description={stateInWords(value)}
            aria-haspopup="dialog"
          />
          <LastChange legacyToken={value} />
        </div>
      )}
      {value?.enabled && <ScheduledSwitchOff legacyToken={value} />}
      {problem !== null && (
        <div className={classes.problem}>
          <ProblemNotice problem={problem} onRetry={() => void hub.legacyToken.load()} retrying={loading} />
        </div>
      )}
      {children}
      <ConfirmSwitch
        enable={wanted}
        onClose={() => setWanted(null)}
        onSwitched={(legacyToken) => {
          hub.legacyToken.change((before) => ({ ...before, ...legacyToken }));
          hub.otherTabs.notify('changed');
          setWanted(null);
          notifications.show(
            legacyToken.enabled
              ? { color: 'teal', title: 'Legacy tokens are on', message: 'Earlier tokens work again.' }
              : { color: 'teal', title: 'Legacy tokens are off', message: 'From now on only API keys are accepted.' },
          );
        }}
      />
    </Panel>
  );
}

function stateInWords({ enabled, off_at }: LegacyToken): string {
  if (!enabled) return 'Off: only API keys are accepted';
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
