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
  /** Whether submitting requests a code; otherwise it saves. */
  readonly takesCode: boolean;
  /** The fields, or a notice among them, show the problem already. */
  readonly shown: boolean;
  /** Submitting would change nothing. */
  readonly unchanged?: boolean;
  /** Whether the form may be left while a request is in flight. */
  readonly mayCancel: boolean;
  /** @default 'email' */
  readonly initialChannel?: Channel;
  /** The form has no field to focus. */
  readonly noFields?: boolean;
  readonly onSubmit: (channel: Channel) => Promise<void>;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Renders a form that may take a one-time code: fields, channel, problem and buttons. */
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
