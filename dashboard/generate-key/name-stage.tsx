import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { fieldError } from '../api/problem.ts';
import { keyNameFault } from '../api-keys/key-name-fault.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub } from '../state/hub.ts';
import { CHANNELS } from './channels.ts';
import type { Channel } from './generation.ts';
import type { useGenerateKey } from './use-generate-key.ts';

interface NameStageProps {
  readonly generation: ReturnType<typeof useGenerateKey>;
  readonly onCancel: () => void;
}

export function NameStage({ generation: { problem, busy, sendCode }, onCancel }: NameStageProps) {
  const { draft } = useHub();
  const [name, setName] = useState(draft.keyName ?? '');
  const [channel, setChannel] = useState<Channel>('email');
  const [fault, setFault] = useState<string | null>(null);
  const channelLabel = useId();
  const nameError = fault ?? (problem === null ? null : fieldError(problem, '/api_key/name'));
  const channelError = problem === null ? null : fieldError(problem, '/channel');

  async function send(): Promise<void> {
    const wrong = keyNameFault(name);
    setFault(wrong);
    if (wrong === null && !busy) await sendCode(name.trim(), channel);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void send();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label="Name"
          description="What the key is for, such as the system that will use it. You can change it later."
          placeholder="Billing service"
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            draft.keyName = event.currentTarget.value;
            setFault(null);
          }}
          error={nameError}
          readOnly={busy}
          autoComplete="off"
          data-autofocus
        />
        <Stack gap={6}>
          <Text size="sm" fw={500} id={channelLabel}>
            Get the code by
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby={channelLabel}
            data={CHANNELS.map(({ value, label }) => ({ value, label }))}
            value={channel}
            onChange={(value) => setChannel(value as Channel)}
            readOnly={busy}
          />
          <Text
            size="sm"
            c={channelError === null ? 'dimmed' : 'var(--hub-danger)'}
            role={channelError === null ? undefined : 'alert'}
          >
            {channelError ?? 'We send six digits to confirm that it is you.'}
          </Text>
        </Stack>
        {problem !== null && nameError === null && channelError === null && (
          <ProblemNotice problem={problem} onRetry={() => void send()} retrying={busy} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Send code
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
