import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewApiKey } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import { keyNameFault } from '../key-parts/key-name-fault.ts';
import type { NewKey } from '../new-key/use-new-key.ts';
import { accessInWords, scopesOf } from '../restrictions/access-input.ts';
import { type AddedAddresses, addressSummary } from '../restrictions/allowlist-input.ts';
import { type ControlsFaults, newControlsFrom } from '../restrictions/changes-from-input.ts';
import { endText, latestEnd, parseEnd } from '../restrictions/expiry-input.ts';
import { lifetimeInWords } from '../restrictions/key-changes.ts';
import { isShown, refusedFields } from '../restrictions/refused-fields.ts';
import { ControlsFields } from '../restrictions/restrictions-fields.tsx';
import { type ControlsInput, controlsInputFrom, fieldsOf, UNLIMITED } from '../restrictions/restrictions-input.ts';
import { useHub, useResource } from '../state/hub.ts';
import { useDraft } from '../state/use-draft.ts';
import type { Channel } from '../step-up/channels.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import { useNow } from '../time/now.ts';
import { Limits } from './limits.tsx';

interface GenerateFormProps {
  readonly newKey: NewKey<NewApiKey>;
  readonly onCancel: () => void;
}

export function GenerateForm({ newKey, onCancel }: GenerateFormProps) {
  const { problem, busy, sendCode } = newKey;
  const hub = useHub();
  const { value: settings } = useResource(hub.settings);
  const now = useNow(30_000);
  const [restored, keep] = useDraft('generate', null);
  const [name, setName] = useState(restored?.name ?? '');
  const [input, setInput] = useState(() => controlsInputFrom(restored ?? {}, UNLIMITED));
  const [nameFault, setNameFault] = useState<string | null>(null);
  const [faults, setFaults] = useState<ControlsFaults>({});
  const [added, setAdded] = useState<AddedAddresses | null>(null);
  const maxDays = settings?.max_key_lifetime_days ?? null;
  const latest = latestEnd(maxDays, now);
  const nameError = nameFault ?? (problem === null ? null : fieldError(problem, '/api_key/name'));
  const refused = refusedFields(problem, ['/api_key'], input.addresses.entries);

  function change(next: { readonly name?: string; readonly input?: ControlsInput }): void {
    const changed = { name, input, ...next };
    setName(changed.name);
    setInput(changed.input);
    if (next.name !== undefined) setNameFault(null);
    if (next.input !== undefined) setFaults({});
    keep({ name: changed.name, ...fieldsOf(changed.input) });
  }

  async function send(channel: Channel): Promise<void> {
    const wrong = keyNameFault(name);
    setNameFault(wrong);
    const validated = newControlsFrom(input, maxDays, Date.now());
    setAdded(validated.added);
    change({ input: { ...input, addresses: validated.added } });
    setFaults('faults' in validated ? validated.faults : {});
    if (wrong !== null || !('value' in validated) || busy) return;
    await sendCode({ name: name.trim(), ...validated.value }, channel);
  }

  const summary = [
    accessInWords(scopesOf(input.access)),
    addressSummary(input.addresses.entries).toLowerCase(),
    endSummary(input, latest, now),
  ].join(', ');
  return (
    <CodeForm
      progress={newKey}
      takesCode
      shown={nameError !== null || isShown(refused)}
      mayCancel
      onSubmit={send}
      onCancel={onCancel}
    >
      <TextInput
        label="Name"
        description="What the key is for, such as the system that will use it. You can change it later."
        placeholder="Billing service"
        value={name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={nameError}
        readOnly={busy}
        autoComplete="off"
        data-autofocus
      />
      <Limits summary={summary} forceOpen={Object.keys(faults).length > 0 || isShown(refused)}>
        <ControlsFields
          keyId={null}
          input={input}
          onInput={(next) => change({ input: next })}
          faults={faults}
          added={added}
          onAdded={setAdded}
          refused={refused}
          end={{
            open: maxDays === null ? 'Never' : 'As late as allowed',
            openHint: maxDays === null ? 'It works until it is deleted.' : `It works for ${lifetimeInWords(maxDays)}.`,
            latest,
            kept: null,
            latestHint: `Keys of your partner live at most ${lifetimeInWords(maxDays)}.`,
          }}
          readOnly={busy}
        />
      </Limits>
    </CodeForm>
  );
}

function endSummary({ end: { end, date } }: ControlsInput, latest: number | null, now: number): string {
  if (end === 'open') return latest === null ? 'never ends' : `ends ${endText(latest)}`;
  const parsed = parseEnd(date, latest, now);
  return 'at' in parsed ? `ends ${endText(parsed.at)}` : 'ends on a date';
}
