import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../api/problem.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';

interface SignOutEverywhereProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks before all sessions and legacy tokens of the viewer end. Whoever shows it takes the focus back when it closes. */
export function SignOutEverywhere({ opened, onClose }: SignOutEverywhereProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Sign out everywhere?" returnFocus={false}>
      <Question onClose={onClose} />
    </Modal>
  );
}

function Question({ onClose }: Pick<SignOutEverywhereProps, 'onClose'>) {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const outcome = await hub.api.signOutEverywhere();
    // An ended session is the goal: another tab, or a request whose response was lost, has ended it.
    if (outcome.ok || outcome.problem.code === 'session_ended' || outcome.problem.code === 'unauthenticated') {
      hub.otherTabs.notify('signed_out');
      await hub.session.signOut();
      return;
    }
    setProblem(outcome.problem);
    setBusy(false);
  }

  return (
    <Stack>
      <Text>
        This ends your sessions in the Partner Hub in every browser, this one included. Use it if somebody else may have
        your password or one of your devices, and reset your password as well.
      </Text>
      {viewer?.partner.legacy_token_enabled === true && (
        <Text fw={600}>
          It also ends all legacy tokens that were issued with your password. Integrations that use them get 401 until
          they log in again.
        </Text>
      )}
      <Text>API keys keep working.</Text>
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void confirm()} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={() => void confirm()} loading={busy}>
          Sign out everywhere
        </Button>
      </Group>
    </Stack>
  );
}
