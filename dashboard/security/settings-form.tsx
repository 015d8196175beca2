import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Settings } from '../../lambdas/http/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import { ChangeList } from '../controls/change-list.tsx';
import { describeSettingsChanges, wideningNames } from '../controls/key-changes.ts';
import { useFirstFault } from '../elements/first-fault.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { ChannelChoice } from '../step-up/channel-choice.tsx';
import type { Channel } from '../step-up/channels.ts';
import { StepUpNotice } from '../step-up/step-up-notice.tsx';
import type { Change } from '../step-up/use-change.ts';

interface SettingsFormProps {
  readonly settings: Settings;
  readonly change: Change<SettingsChanges>;
  /** What is typed comes to; null while it is no change. */
  readonly preview: SettingsChanges | null;
  /** What is typed is faulty, which is said on sending. */
  readonly faulty: boolean;
  /** Reads the fields; null for what they say is wrong themselves. */
  readonly validate: () => SettingsChanges | null;
  /** A field shows what the API has said. */
  readonly shown: boolean;
  readonly onAsk: (changes: SettingsChanges) => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** What the forms of both settings share: what changes, whether it takes a code, and sending it. */
export function SettingsForm(props: SettingsFormProps) {
  const { settings, change, preview, faulty, validate, shown, onAsk, onCancel, children } = props;
  const { problem, busy, save, askForCode } = change;
  const [channel, setChannel] = useState<Channel>('email');
  const [tries, setTries] = useState(0);
  const form = useFirstFault(`${tries} ${problem?.code}`);
  const lines = preview === null ? [] : describeSettingsChanges(settings, preview);
  // The API has the last word: another tab may have changed the settings meanwhile.
  const takesCode = lines.some(({ widens }) => widens !== null) || problem?.code === 'otp_required';
  const channelError = problem === null ? null : fieldError(problem, '/channel');

  async function submit(): Promise<void> {
    const changes = validate();
    setTries(tries + 1);
    if (changes === null || busy) return;
    onAsk(changes);
    await (takesCode ? askForCode(changes, channel) : save(changes));
  }

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="lg">
        {children}
        {lines.length > 0 && (
          <>
            <ChangeList lines={lines} />
            <StepUpNotice takesCode={takesCode}>
              {problem?.code === 'otp_required'
                ? `The settings were changed meanwhile: what you want now allows more than they do (${wideningNames(problem)}).`
                : 'It allows more than before, as listed above.'}
            </StepUpNotice>
          </>
        )}
        {takesCode && <ChannelChoice channel={channel} onChannel={setChannel} readOnly={busy} error={channelError} />}
        {problem !== null && problem.code !== 'otp_required' && channelError === null && !shown && (
          <ProblemNotice problem={problem} onRetry={() => void submit()} retrying={busy} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!faulty && lines.length === 0}>
            {takesCode ? 'Send code' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
