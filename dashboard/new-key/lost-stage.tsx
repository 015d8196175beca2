import { Button, Group, Stack, Text } from '@mantine/core';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { KeyHint } from '../key-parts/key-hint.tsx';
import type { NewKey } from './use-new-key.ts';

interface LostStageProps<R> {
  readonly newKey: NewKey<R>;
  readonly lost: ApiKey;
  readonly onClose: () => void;
}

/** Handles a lost response: the key exists, but nobody has it. */
export function LostStage<R>({ newKey: { problem, busy, deleteLost }, lost, onClose }: LostStageProps<R>) {
  async function remove(): Promise<void> {
    if (await deleteLost()) onClose();
  }
  return (
    <Stack>
      <Text>
        The connection broke before the key “<bdi>{lost.name}</bdi>” reached this page. It exists (
        <KeyHint hint={lost.hint} />
        ), but it cannot be shown again. Delete it, then generate a new one.
      </Text>
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void remove()} retrying={busy} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Keep it for now
        </Button>
        <Button color="red" loading={busy} onClick={() => void remove()} data-autofocus>
          Delete this key
        </Button>
      </Group>
    </Stack>
  );
}

export function UnknownStage<R>({ newKey: { problem, busy, findOut }, onClose }: Omit<LostStageProps<R>, 'lost'>) {
  return (
    <Stack>
      <Text>
        No response arrived, so the key may exist without having been shown. Check the list as soon as you are
        connected: a key that you do not have should be deleted.
      </Text>
      {problem !== null && <ProblemNotice problem={problem} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button loading={busy} onClick={() => void findOut()} data-autofocus>
          Check now
        </Button>
      </Group>
    </Stack>
  );
}
