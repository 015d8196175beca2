import { Skeleton } from '@mantine/core';
import { CopyButton } from '../elements/copy-button.tsx';
import { PageHeader } from '../elements/page-header.tsx';
import { Panel } from '../elements/panel.tsx';
import { LegacyTokenPanel } from '../legacy-token/legacy-token-panel.tsx';
import { LegacyUsers } from '../legacy-token/legacy-users.tsx';
import { useHub, useResource } from '../state/hub.ts';
import classes from './integration-page.module.css';

export function IntegrationPage() {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  return (
    <>
      <PageHeader title="Integration" description="What your systems need to reach the Partner API." />
      <div className={classes.pair}>
        <Panel title="Partner ID" description="Part of every Partner API URL.">
          <CopyField what="Partner ID" value={viewer?.partner.id ?? null} />
        </Panel>
        <Panel title="Partner API base URL" description="Every path starts here.">
          <CopyField what="Partner API base URL" value={hub.config.partnerApi} />
        </Panel>
      </div>
      <LegacyTokenPanel>
        <LegacyUsers />
      </LegacyTokenPanel>
    </>
  );
}

function CopyField({ what, value }: { readonly what: string; readonly value: string | null }) {
  return (
    <div className={classes.field}>
      {value === null ? <Skeleton height={22} width={140} /> : <code>{value}</code>}
      <CopyButton text={value ?? ''} what={what} disabled={value === null} />
    </div>
  );
}
