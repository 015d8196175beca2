import { Button } from '@mantine/core';
import { useState } from 'react';
import { IconPlus } from '../elements/icons.ts';
import { PageHeader } from '../elements/page-header.tsx';
import { GenerateKeyDialog } from '../generate-key/generate-key-dialog.tsx';
import { LegacyTokenPanel } from '../legacy-token/legacy-token-panel.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { LEGACY_PAGE } from '../navigation/pages.ts';
import { useHub, useResource } from '../state/hub.ts';
import classes from './api-keys-page.module.css';
import { KeysPanel } from './keys-panel.tsx';
import { RequestPanel } from './request-panel.tsx';

export function ApiKeysPage() {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  // A new sign-in has restored what was typed.
  const [generating, setGenerating] = useState(hub.draft.current?.form === 'generate');
  const [newKeyId, setNewKeyId] = useState<string | null>(null);
  const suspended = viewer?.partner.status === 'suspended';
  const generate = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setGenerating(true)} disabled={suspended}>
      Generate API Key
    </Button>
  );

  return (
    <>
      <PageHeader
        title="API Keys"
        description="Your systems call the Partner API with a key. A deleted key stops working at once."
        action={generate}
      />
      <KeysPanel
        newKeyId={newKeyId}
        onCreated={setNewKeyId}
        onGenerate={suspended ? null : () => setGenerating(true)}
      />
      <div className={classes.columns}>
        <RequestPanel />
        <LegacyTokenPanel>
          <p className={classes.more}>
            <PageLink href={LEGACY_PAGE}>See who still uses legacy tokens</PageLink>
          </p>
        </LegacyTokenPanel>
      </div>
      <GenerateKeyDialog
        opened={generating}
        onClose={() => {
          hub.draft.current = null;
          setGenerating(false);
        }}
        onCreated={setNewKeyId}
      />
    </>
  );
}
