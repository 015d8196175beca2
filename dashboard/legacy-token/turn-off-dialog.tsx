import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { mayHaveHappened, type Problem } from '../api/problem.ts';
import { useLastValue } from '../elements/last-value.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { LegacyTraffic } from './legacy-traffic.tsx';

interface ConfirmSwitchProps {
  /** The requested position; null while the dialog is closed. */
  readonly enable: boolean | null;
  readonly onClose: () => void;
  readonly onSwitched: (legacyToken: LegacyToken) => void;
}

export function ConfirmSwitch({ enable, onClose, onSwitched }: ConfirmSwitchProps) {
  const enabling = useLastValue(enable) ?? false;
  return (
    <Modal
      opened={enable !== null}
      onClose={onClose}
      title={enabling ? 'Turn legacy tokens on?' : 'Turn legacy tokens off?'}
    >
      <Question enable={enabling} onClose={onClose} onSwitched={onSwitched} />
    </Modal>
  );
}

function Question({ enable, onClose, onSwitched }: ConfirmSwitchProps & { readonly enable: boolean }) {
  const hub = useHub();
  const { value: keys } = useResource(hub.apiKeys);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(null);
    if (enable) {
      // Another tab may have turned it on with a schedule, which turning it on again would cancel.
      const before = await hub.legacyToken.load();
      if (before.value?.enabled === true && before.problem === null) {
        onSwitched(before.value);
        return;
      }
    }
    const outcome = await hub.api.setLegacyToken(enable, null);
    if (outcome.ok) {
      onSwitched(outcome.value);
      return;
    }
    // The response may have been lost: the current state decides.
    const now = mayHaveHappened(outcome.problem) ? await hub.legacyToken.load() : null;
    if (now !== null && now.problem === null && now.value?.enabled === enable) {
      onSwitched(now.value);
      return;
    }
    setProblem(outcome.problem);
    setBusy(false);
  }

  return (
    <Stack>
      {enable ? (
        <Text>Tokens issued before that have not expired work again at once, and new ones can be issued.</Text>
      ) : (
        <>
          <Text>
            Every system that still sends <code>Authorization: Bearer</code> stops working at once, and no new tokens
            are issued. You can turn it on again at any time.
          </Text>
          <LegacyTraffic />
          {keys?.api_keys.length === 0 && (
            <Text fw={600}>There is no API key yet, so no system could call the Partner API.</Text>
          )}
        </>
      )}
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void confirm()} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button {...(enable ? {} : { color: 'red' })} onClick={() => void confirm()} loading={busy}>
          {enable ? 'Turn on' : 'Turn off'}
        </Button>
      </Group>
    </Stack>
  );
}
