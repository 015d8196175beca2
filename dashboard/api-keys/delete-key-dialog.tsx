import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { Problem } from '../api/problem.ts';
import { Notice } from '../elements/notice.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { KeyFacts } from '../key-parts/key-facts.tsx';
import { expiryText } from '../restrictions/expiry-input.ts';
import { useHub } from '../state/hub.ts';

interface DeleteKeyDialogProps {
  readonly opened: boolean;
  readonly apiKey: ApiKey;
  readonly keys: readonly ApiKey[];
  readonly onClose: () => void;
}

export function DeleteKeyDialog({ opened, apiKey, keys, onClose }: DeleteKeyDialogProps) {
  const successor = keys.find(({ id }) => id === apiKey.rotated_to) ?? null;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={successor === null ? 'Delete this API key?' : 'End the old key now?'}
    >
      <Question
        apiKey={apiKey}
        replaced={keys.filter(({ rotated_to }) => rotated_to === apiKey.id)}
        successor={successor}
        onClose={onClose}
      />
    </Modal>
  );
}

interface QuestionProps {
  readonly apiKey: ApiKey;
  /** Keys that it replaces and that have not expired yet. */
  readonly replaced: readonly ApiKey[];
  /** The key that replaces it. */
  readonly successor: ApiKey | null;
  readonly onClose: () => void;
}

function Question({ apiKey, replaced, successor, onClose }: QuestionProps) {
  const hub = useHub();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [old] = replaced;

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const outcome = await hub.api.deleteApiKey(apiKey.id);
    // A missing key is the goal: another tab, or a request whose response was lost, has deleted it.
    if (outcome.ok || outcome.problem.code === 'not_found') {
      hub.apiKeys.change((list) => ({ ...list, api_keys: list.api_keys.filter(({ id }) => id !== apiKey.id) }));
      hub.otherTabs.notify('changed');
      notifications.show({
        color: 'teal',
        title: successor === null ? `“${apiKey.name}” is deleted` : `The old key of “${successor.name}” has ended`,
        message: 'Requests with this key are refused from now on.',
      });
      onClose();
      // The button that opened the dialog has disappeared with its row.
      setTimeout(() => document.querySelector('h1')?.focus());
      return;
    }
    setProblem(outcome.problem);
    setBusy(false);
  }

  return (
    <Stack>
      <KeyFacts apiKey={apiKey} />
      <Text>
        Systems that use this key are refused at once. This cannot be undone.
        {successor !== null && ' The new key keeps working.'}
      </Text>
      {old?.expires_at != null && (
        <Notice tone="warning" title="Nothing takes its place then" silent>
          The old key that it replaces works on, and still ends by itself on {expiryText(Date.parse(old.expires_at))}.
        </Notice>
      )}
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void confirm()} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={() => void confirm()} loading={busy}>
          {successor === null ? 'Delete key' : 'End old key'}
        </Button>
      </Group>
    </Stack>
  );
}
