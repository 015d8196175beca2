import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { KeyFacts } from '../key-parts/key-facts.tsx';
import { useKeyChange } from './use-key-change.ts';

interface DisableKeyDialogProps {
  readonly opened: boolean;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

export function DisableKeyDialog({ opened, apiKey, onClose }: DisableKeyDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Disable this API key?">
      <Question apiKey={apiKey} onClose={onClose} />
    </Modal>
  );
}

function Question({ apiKey, onClose }: Omit<DisableKeyDialogProps, 'opened'>) {
  const { problem, busy, save } = useKeyChange(apiKey.id, ({ name }) => {
    notifications.show({
      color: 'teal',
      title: `“${name}” is disabled`,
      message: 'Requests with this key are refused from now on.',
    });
    onClose();
  });
  const confirm = () => void save({ status: 'disabled' });
  return (
    <Stack>
      <KeyFacts apiKey={apiKey} />
      <Text>
        Systems that use this key are refused at once. Nothing is lost: you can enable it again at any time, with a
        one-time code.
      </Text>
      {problem !== null && <ProblemNotice problem={problem} onRetry={confirm} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={confirm} loading={busy}>
          Disable key
        </Button>
      </Group>
    </Stack>
  );
}
