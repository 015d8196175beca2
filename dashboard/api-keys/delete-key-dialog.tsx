import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-schemas.ts';
import type { Problem } from '../api/problem.ts';
import { useLastValue } from '../elements/last-value.ts';
import { Moment } from '../elements/moment.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub } from '../state/hub.ts';
import classes from './delete-key-dialog.module.css';
import { KeyHint } from './key-hint.tsx';

interface DeleteKeyDialogProps {
  /** null while nothing is asked. */
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
}

export function DeleteKeyDialog({ apiKey, onClose }: DeleteKeyDialogProps) {
  const shown = useLastValue(apiKey);
  return (
    <Modal opened={apiKey !== null} onClose={onClose} title="Delete this API key?">
      {shown !== null && <Question key={shown.id} apiKey={shown} onClose={onClose} />}
    </Modal>
  );
}

function Question({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const hub = useHub();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const outcome = await hub.api.deleteApiKey(apiKey.id);
    // Not there any more is what was wanted: another tab, or an answer that was lost, has done it.
    if (outcome.ok || outcome.problem.code === 'not_found') {
      hub.apiKeys.change((list) => ({ ...list, api_keys: list.api_keys.filter(({ id }) => id !== apiKey.id) }));
      hub.otherTabs.tell('changed');
      notifications.show({
        color: 'teal',
        title: `“${apiKey.name}” is deleted`,
        message: 'Requests with this key are refused from now on.',
      });
      onClose();
      // The button that opened the dialog is gone with its row.
      setTimeout(() => document.querySelector('h1')?.focus());
      return;
    }
    setProblem(outcome.problem);
    setBusy(false);
  }

  return (
    <Stack>
      <dl className={classes.facts}>
        <dt>Name</dt>
        <dd>
          <strong>
            <bdi>{apiKey.name}</bdi>
          </strong>
        </dd>
        <dt>Key</dt>
        <dd>
          <KeyHint hint={apiKey.hint} />
        </dd>
        <dt>Last used</dt>
        <dd>
          {apiKey.last_used_at === null ? 'No use recorded' : <Moment at={apiKey.last_used_at} />}
          {apiKey.last_used_ip !== null && ` from ${apiKey.last_used_ip}`}
        </dd>
      </dl>
      <Text>Systems that use this key are refused at once. This cannot be undone.</Text>
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void confirm()} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={() => void confirm()} loading={busy}>
          Delete key
        </Button>
      </Group>
    </Stack>
  );
}
