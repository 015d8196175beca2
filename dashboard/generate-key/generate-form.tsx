import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewApiKey } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import { keyNameError } from '../key-parts/key-name-error.ts';
import type { NewKey } from '../new-key/use-new-key.ts';
import { accessInWords, scopesOf } from '../restrictions/access-input.ts';
import { type AddedEntries, allowlistSummary } from '../restrictions/allowlist-input.ts';
import { newRestrictionsFrom, type RestrictionsErrors } from '../restrictions/changes-from-input.ts';
import { expiryText, latestExpiry, parseExpiry } from '../restrictions/expiry-input.ts';
import { lifetimeInWords } from '../restrictions/key-changes.ts';
import { isShown, refusedFields } from '../restrictions/refused-fields.ts';
import { RestrictionsFields } from '../restrictions/restrictions-fields.tsx';
import {
  fieldsOf,
  type RestrictionsInput,
  restrictionsInputFrom,
  UNRESTRICTED,
} from '../restrictions/restrictions-input.ts';
import { useHub, useResource } from '../state/hub.ts';
import { useDraft } from '../state/use-draft.ts';
import type { Channel } from '../step-up/channels.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import { useNow } from '../time/now.ts';
import { FoldedRestrictions } from './folded-restrictions.tsx';

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
  const [input, setInput] = useState(() => restrictionsInputFrom(restored ?? {}, UNRESTRICTED));
  const [nameInputError, setNameError] = useState<string | null>(null);
  const [errors, setErrors] = useState<RestrictionsErrors>({});
  const [added, setAdded] = useState<AddedEntries | null>(null);
  const maxDays = settings?.max_key_lifetime_days ?? null;
  const latest = latestExpiry(maxDays, now);
  const nameError = nameInputError ?? (problem === null ? null : fieldError(problem, '/api_key/name'));
  const refused = refusedFields(problem, ['/api_key'], input.allowlist.entries);

  function change(next: { readonly name?: string; readonly input?: RestrictionsInput }): void {
    const changed = { name, input, ...next };
    setName(changed.name);
    setInput(changed.input);
    if (next.name !== undefined) setNameError(null);
    if (next.input !== undefined) setErrors({});
    keep({ name: changed.name, ...fieldsOf(changed.input) });
  }

  async function send(channel: Channel): Promise<void> {
    const wrong = keyNameError(name);
    setNameError(wrong);
    const validated = newRestrictionsFrom(input, maxDays, Date.now());
    setAdded(validated.added);
    change({ input: { ...input, allowlist: validated.added } });
    setErrors('errors' in validated ? validated.errors : {});
    if (wrong !== null || !('value' in validated) || busy) return;
    await sendCode({ name: name.trim(), ...validated.value }, channel);
  }

  const summary = [
    accessInWords(scopesOf(input.access)),
    allowlistSummary(input.allowlist.entries).toLowerCase(),
    expirySummary(input, latest, now),
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
      <FoldedRestrictions summary={summary} forceOpen={Object.keys(errors).length > 0 || isShown(refused)}>
        <RestrictionsFields
          keyId={null}
          input={input}
          onInput={(next) => change({ input: next })}
          errors={errors}
          added={added}
          onAdded={setAdded}
          refused={refused}
          expiry={{
            open: maxDays === null ? 'Never' : 'As late as allowed',
            openHint: maxDays === null ? 'It works until it is deleted.' : `It works for ${lifetimeInWords(maxDays)}.`,
            latest,
            kept: null,
            latestHint: `Keys of your partner live at most ${lifetimeInWords(maxDays)}.`,
          }}
          readOnly={busy}
        />
      </FoldedRestrictions>
    </CodeForm>
  );
}

function expirySummary({ expiry: { kind, date } }: RestrictionsInput, latest: number | null, now: number): string {
  if (kind === 'open') return latest === null ? 'never ends' : `ends ${expiryText(latest)}`;
  const parsed = parseExpiry(date, latest, now);
  return 'at' in parsed ? `ends ${expiryText(parsed.at)}` : 'ends on a date';
}
