import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';
import type { KeyChanges } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import type { AddedAddresses } from '../controls/address-input.ts';
import { ChangeList } from '../controls/change-list.tsx';
import { type ControlsFaults, isSameEnd, keyChangesFrom, latestEndOf } from '../controls/changes-from-input.ts';
import { ControlsFields } from '../controls/controls-fields.tsx';
import { type ControlsInput, controlsInputFrom, controlsInputOf, fieldsOf } from '../controls/controls-input.ts';
import { describeKeyChanges, lifetimeInWords, wideningNames } from '../controls/key-changes.ts';
import { isShown, refusedFields } from '../controls/refused-fields.ts';
import { useFirstFault } from '../elements/first-fault.ts';
import { useNow } from '../elements/now.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { useDraft } from '../state/use-draft.ts';
import { ChannelChoice } from '../step-up/channel-choice.tsx';
import type { Channel } from '../step-up/channels.ts';
import { StepUpNotice } from '../step-up/step-up-notice.tsx';
import type { Change } from '../step-up/use-change.ts';

interface ChangeKeyFormProps {
  readonly apiKey: ApiKey;
  readonly change: Change<KeyChanges>;
  /** Gets the changes that a code is asked for. */
  readonly onAsk: (changes: KeyChanges) => void;
  readonly onCancel: () => void;
}

export function ChangeKeyForm({ apiKey, change, onAsk, onCancel }: ChangeKeyFormProps) {
  const { problem, busy, save, askForCode } = change;
  const hub = useHub();
  const { value: settings } = useResource(hub.settings);
  const now = useNow(30_000);
  const [restored, keep] = useDraft('change', apiKey.id);
  const [initial] = useState(() => controlsInputOf(apiKey));
  const [input, setInput] = useState(() => controlsInputFrom(restored ?? {}, initial));
  const [channel, setChannel] = useState<Channel>('email');
  const [faults, setFaults] = useState<ControlsFaults>({});
  const [added, setAdded] = useState<AddedAddresses | null>(null);
  const [tries, setTries] = useState(0);
  const form = useFirstFault(`${tries} ${problem?.code}`);
  const maxDays = settings?.max_key_lifetime_days ?? null;
  const replaced = apiKey.rotated_to !== null;

  const preview = keyChangesFrom(input, initial, apiKey, maxDays, now);
  const lines = 'value' in preview ? describeKeyChanges(apiKey, preview.value) : [];
  // The API has the last word: another tab may have changed the key meanwhile.
  const takesCode = lines.some(({ widens }) => widens !== null) || problem?.code === 'otp_required';
  const refused = refusedFields(problem, ['', '/changes'], input.addresses.entries);
  const channelError = problem === null ? null : fieldError(problem, '/channel');

  function edit(next: ControlsInput): void {
    setInput(next);
    setFaults({});
    keep(fieldsOf(next));
  }

  async function submit(): Promise<void> {
    const validated = keyChangesFrom(input, initial, apiKey, maxDays, Date.now());
    setAdded(validated.added);
    setTries(tries + 1);
    edit({ ...input, addresses: validated.added });
    if ('faults' in validated) return setFaults(validated.faults);
    if (busy) return;
    onAsk(validated.value);
    await (takesCode ? askForCode(validated.value, channel) : save(validated.value));
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
        <ControlsFields
          keyId={apiKey.id}
          input={input}
          onInput={edit}
          faults={faults}
          added={added}
          onAdded={setAdded}
          refused={refused}
          end={{
            open: !replaced && (maxDays === null || initial.end.end === 'open') ? 'Never' : null,
            openHint:
              maxDays === null || replaced
                ? 'It works until it is deleted.'
                : 'It was made before ends were asked for.',
            latest: latestEndOf(apiKey, maxDays, now),
            kept:
              input.end.end === 'date' && isSameEnd(input.end, initial.end) && apiKey.expires_at !== null
                ? Date.parse(apiKey.expires_at)
                : null,
            latestHint: replaced
              ? 'It was replaced, so it can only end sooner.'
              : `Keys of your partner live at most ${lifetimeInWords(maxDays)} from now.`,
          }}
          readOnly={busy}
        />
        {lines.length > 0 && (
          <>
            <ChangeList lines={lines} />
            <StepUpNotice takesCode={takesCode}>
              {problem?.code === 'otp_required'
                ? `The key was changed meanwhile: what you want now allows more than it does (${wideningNames(problem)}).`
                : 'It allows more than before, as listed above.'}
            </StepUpNotice>
          </>
        )}
        {takesCode && <ChannelChoice channel={channel} onChannel={setChannel} readOnly={busy} error={channelError} />}
        {problem !== null && problem.code !== 'otp_required' && channelError === null && !isShown(refused) && (
          <ProblemNotice problem={problem} onRetry={() => void submit()} retrying={busy} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={'value' in preview && lines.length === 0}>
            {takesCode ? 'Send code' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
