import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { mayHaveHappened, type Problem } from '../api/problem.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { LegacyTraffic } from './legacy-traffic.tsx';

interface TurnOffDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onTurnedOff: (legacyToken: LegacyToken) => void;
}

/** Turns legacy tokens off, which takes no code: whoever sees them abused must be able to stop that at once. */
export function TurnOffDialog(props: TurnOffDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Turn legacy tokens off?">
      <Question {...props} />
    </Modal>
  );
}

function Question({ onClose, onTurnedOff }: TurnOffDialogProps) {
  const hub = useHub();
  const { value: keys } = useResource(hub.apiKeys);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const outcome = await hub.api.setLegacyToken({ enabled: false });
    if (outcome.ok) {
      onTurnedOff(outcome.value);
      return;
    }
    // The response may have been lost: the current state decides.
    const now = mayHaveHappened(outcome.problem) ? await hub.legacyToken.load() : null;
    if (now !== null && now.problem === null && now.value?.enabled === false) {
      onTurnedOff(now.value);
      return;
    }
    setProblem(outcome.problem);
    setBusy(false);
  }

  return (
    <Stack>
      <Text>
        Every system that still sends <code>Authorization: Bearer</code> stops working at once, and no new tokens are
        issued. You can turn it on again at any time, with a one-time code.
      </Text>
      <LegacyTraffic />
      {keys?.api_keys.length === 0 && (
        <Text fw={600}>There is no API key yet, so no system could call the Partner API.</Text>
      )}
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void confirm()} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={() => void confirm()} loading={busy}>
          Turn off
        </Button>
      </Group>
    </Stack>
  );
}
