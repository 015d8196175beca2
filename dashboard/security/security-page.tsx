import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { PageHeader } from '../elements/page-header.tsx';
import { Panel } from '../elements/panel.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { AllowlistView } from '../restrictions/allowlist-view.tsx';
import { lifetimeInWords } from '../restrictions/key-changes.ts';
import { useHub, useResource } from '../state/hub.ts';
import { AllowlistDialog } from './allowlist-dialog.tsx';
import { LifetimeDialog } from './lifetime-dialog.tsx';
import classes from './security-page.module.css';

type Setting = 'addresses' | 'lifetime';

/** Shows the rules for all of the partner's credentials. */
export function SecurityPage() {
  const hub = useHub();
  const { value: settings, problem, loading } = useResource(hub.settings);
  // A new sign-in has restored what was typed.
  const [changing, setChanging] = useState<Setting | null>(() => {
    const form = hub.draft.current?.form;
    return form === 'addresses' || form === 'lifetime' ? form : null;
  });
  const close = () => {
    hub.draft.current = null;
    setChanging(null);
  };
  const change = (setting: Setting, what: string) => (
    <Button
      variant="default"
      onClick={() => setChanging(setting)}
      disabled={settings === null}
      aria-label={`Change ${what}`}
    >
      Change
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Security"
        description="Rules for all your keys and legacy tokens, on top of each key’s own restrictions."
      />
      {problem !== null && (
        <ProblemNotice problem={problem} onRetry={() => void hub.settings.load()} retrying={loading} />
      )}
      <Panel
        title="Allowed addresses"
        description="Calls to the Partner API are accepted only from these. The Partner Hub itself can be used from anywhere."
        aside={change('addresses', 'allowed addresses')}
      >
        <div className={classes.value}>
          {settings === null && problem === null && <Skeleton height={26} width={180} />}
          {settings?.allowed_ips.length === 0 && <p className={classes.none}>Any address</p>}
          {settings !== null && settings.allowed_ips.length > 0 && <AllowlistView entries={settings.allowed_ips} />}
        </div>
      </Panel>
      <Panel
        title="Maximum key lifetime"
        description="New, rotated and extended keys must expire within this time. Existing keys keep their expiry date."
        aside={change('lifetime', 'maximum key lifetime')}
      >
        <div className={classes.value}>
          {settings === null && problem === null && <Skeleton height={26} width={120} />}
          {settings !== null && (
            <p className={settings.max_key_lifetime_days === null ? classes.none : classes.days}>
              {lifetimeInWords(settings.max_key_lifetime_days)}
            </p>
          )}
        </div>
      </Panel>
      {settings !== null && (
        <>
          <AllowlistDialog opened={changing === 'addresses'} settings={settings} onClose={close} />
          <LifetimeDialog opened={changing === 'lifetime'} settings={settings} onClose={close} />
        </>
      )}
    </>
  );
}
