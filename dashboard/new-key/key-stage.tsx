import { Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import type { CreatedApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { CopyButton, useCopying } from '../elements/copy-button.tsx';
import { IconCheck, IconCopy } from '../elements/icons.ts';
import { Notice } from '../elements/notice.tsx';
import { trialCall } from '../key-parts/request-snippets.ts';
import { useHub, useResource } from '../state/hub.ts';
import classes from './new-key.module.css';

interface KeyStageProps {
  readonly created: CreatedApiKey;
  readonly copied: boolean;
  readonly onCopied: () => void;
  /** The viewer is closing the dialog without having copied the key. */
  readonly asking: boolean;
  readonly onStay: () => void;
  readonly onDone: () => void;
  readonly onLeave: () => void;
  readonly remark: ReactNode;
}

/** Shows the key once. It is in this component's properties and nowhere else. */
export function KeyStage({ created, copied, onCopied, asking, onStay, onDone, onLeave, remark }: KeyStageProps) {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  const copying = useCopying(onCopied);
  const copyButton = useRef<HTMLButtonElement>(null);
  const keyText = useRef<HTMLElement>(null);

  useEffect(() => copyButton.current?.focus(), []);

  // If the browser refuses, the key is selected and one keystroke copies it.
  useEffect(() => {
    if (copying.state === 'failed' && keyText.current !== null) {
      window.getSelection()?.selectAllChildren(keyText.current);
    }
  }, [copying.state]);

  const trial = viewer && trialCall({ partnerApi: hub.config.partnerApi, partnerId: viewer.partner.id }, created);
  return (
    <Stack gap="md">
      <Notice tone="warning" title="This key is shown only now" silent>
        Copy it into your secret store. It cannot be shown again, only replaced.
      </Notice>
      <div className={classes.key}>
        <code ref={keyText} onCopy={onCopied}>
          {created.key}
        </code>
        <Button
          ref={copyButton}
          leftSection={
            copying.state === 'copied' ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />
          }
          onClick={() => void copying.copy(created.key)}
          className={classes.copy ?? ''}
        >
          {copying.state === 'copied' ? 'Copied' : 'Copy key'}
        </Button>
      </div>
      <Text size="sm" role="status" className={classes.copyState ?? ''}>
        {copying.state === 'failed' && 'The browser did not allow it. The key is selected: press Ctrl+C or ⌘C.'}
        {copying.state !== 'failed' && copied && 'The key is on your clipboard.'}
      </Text>
      {remark}
      {trial !== null && (
        <div className={classes.trial}>
          <div>
            <Text size="sm" fw={600}>
              Try it in a terminal
            </Text>
            <CopyButton text={trial} what="curl command" onCopied={onCopied} />
          </div>
          <pre onCopy={onCopied}>
            <code>{trial}</code>
          </pre>
        </div>
      )}
      {asking ? (
        <Notice
          tone="danger"
          title="Close without copying the key?"
          actions={
            <>
              <Button size="xs" onClick={onStay} autoFocus>
                Go back to the key
              </Button>
              <Button size="xs" variant="default" onClick={onLeave}>
                Close without it
              </Button>
            </>
          }
        >
          It would exist, but nobody could use it.
        </Notice>
      ) : (
        <Group justify="flex-end">
          <Button variant={copied ? 'filled' : 'default'} onClick={onDone}>
            Done
          </Button>
        </Group>
      )}
    </Stack>
  );
}
