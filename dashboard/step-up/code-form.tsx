import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { fieldError } from '../api/problem.ts';
import { useFirstError } from '../elements/first-error.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { ChannelChoice } from './channel-choice.tsx';
import type { Channel } from './channels.ts';
import type { Progress } from './progress.ts';

interface CodeFormProps {
  readonly progress: Pick<Progress, 'problem' | 'busy'>;
  /** Whether sending it asks for a code; otherwise it saves. */
  readonly takesCode: boolean;
  /** The fields, or a notice among them, show what the API has said. */
  readonly shown: boolean;
  /** What would be sent changes nothing. */
  readonly unchanged?: boolean;
  /** Whether what is on its way may still be left alone. */
  readonly mayCancel: boolean;
  /** @default 'email' */
  readonly initialChannel?: Channel;
  /** There is no field that takes the focus. */
  readonly noFields?: boolean;
  readonly onSubmit: (channel: Channel) => Promise<void>;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A form whose sending may take a code: its fields, how the code is to come, what went wrong, and the buttons. */
export function CodeForm(props: CodeFormProps) {
  const { progress, takesCode, shown, unchanged = false, mayCancel, onSubmit, onCancel, children } = props;
  const { initialChannel = 'email', noFields = false } = props;
  const { problem, busy } = progress;
  const [channel, setChannel] = useState(initialChannel);
  const [attempts, setAttempts] = useState(0);
  const form = useFirstError(`${attempts} ${problem?.code}`);
  const channelError = problem === null ? null : fieldError(problem, '/channel');

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    setAttempts(attempts + 1);
    void onSubmit(channel);
  }

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack gap="lg">
        {children}
        {takesCode && <ChannelChoice channel={channel} onChannel={setChannel} readOnly={busy} error={channelError} />}
        {problem !== null && channelError === null && !shown && (
          <ProblemNotice problem={problem} onRetry={() => submit()} retrying={busy} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={busy && !mayCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={unchanged} data-autofocus={noFields || undefined}>
            {takesCode ? 'Send code' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
