import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { KeyChanges } from '../api/management-api.ts';
import type { AddedEntries } from '../restrictions/allowlist-input.ts';
import { ChangesNotice, changeTakesCode } from '../restrictions/changes.tsx';
import {
  isSameExpiry,
  keyChangesFrom,
  latestExpiryOf,
  type RestrictionsErrors,
} from '../restrictions/changes-from-input.ts';
import { describeKeyChanges, lifetimeInWords } from '../restrictions/key-changes.ts';
import { isShown, refusedFields } from '../restrictions/refused-fields.ts';
import { RestrictionsFields } from '../restrictions/restrictions-fields.tsx';
import {
  fieldsOf,
  type RestrictionsInput,
  restrictionsInputFrom,
  restrictionsInputOf,
} from '../restrictions/restrictions-input.ts';
import { useHub, useResource } from '../state/hub.ts';
import { useDraft } from '../state/use-draft.ts';
import type { Channel } from '../step-up/channels.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import type { Change } from '../step-up/use-change.ts';
import { useNow } from '../time/now.ts';

interface ChangeKeyFormProps {
  readonly apiKey: ApiKey;
  readonly change: Change<KeyChanges>;
  /** Gets the changes for which a code is requested. */
  readonly onAsk: (changes: KeyChanges) => void;
  readonly onCancel: () => void;
}

export function ChangeKeyForm({ apiKey, change, onAsk, onCancel }: ChangeKeyFormProps) {
  const { problem, busy, save, askForCode } = change;
  const hub = useHub();
  const { value: settings } = useResource(hub.settings);
  const now = useNow(30_000);
  const [restored, keep] = useDraft('change', apiKey.id);
  const [initial] = useState(() => restrictionsInputOf(apiKey));
  const [input, setInput] = useState(() => restrictionsInputFrom(restored ?? {}, initial));
  const [errors, setErrors] = useState<RestrictionsErrors>({});
  const [added, setAdded] = useState<AddedEntries | null>(null);
  const maxDays = settings?.max_key_lifetime_days ?? null;
  const replaced = apiKey.rotated_to !== null;

  const preview = keyChangesFrom(input, initial, apiKey, maxDays, now);
  const lines = 'value' in preview ? describeKeyChanges(apiKey, preview.value) : [];
  const takesCode = changeTakesCode(lines, problem);
  const refused = refusedFields(problem, ['', '/changes'], input.allowlist.entries);

  function edit(next: RestrictionsInput): void {
    setInput(next);
    setErrors({});
    keep(fieldsOf(next));
  }

  async function submit(channel: Channel): Promise<void> {
    const validated = keyChangesFrom(input, initial, apiKey, maxDays, Date.now());
    setAdded(validated.added);
    edit({ ...input, allowlist: validated.added });
    if ('errors' in validated) return setErrors(validated.errors);
    if (busy) return;
    onAsk(validated.value);
    await (takesCode ? askForCode(validated.value, channel) : save(validated.value));
  }

  return (
    <CodeForm
      progress={change}
      takesCode={takesCode}
      shown={isShown(refused) || problem?.code === 'otp_required'}
      unchanged={'value' in preview && lines.length === 0}
      mayCancel={false}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <RestrictionsFields
        keyId={apiKey.id}
        input={input}
        onInput={edit}
        errors={errors}
        added={added}
        onAdded={setAdded}
        refused={refused}
        expiry={{
          open: !replaced && (maxDays === null || initial.expiry.kind === 'open') ? 'Never' : null,
          openHint:
            maxDays === null || replaced ? 'It works until it is deleted.' : 'It was made before ends were asked for.',
          latest: latestExpiryOf(apiKey, maxDays, now),
          kept:
            input.expiry.kind === 'date' && isSameExpiry(input.expiry, initial.expiry) && apiKey.expires_at !== null
              ? Date.parse(apiKey.expires_at)
              : null,
          latestHint: replaced
            ? 'It was replaced, so it can only end sooner.'
            : `Keys of your partner live at most ${lifetimeInWords(maxDays)} from now.`,
        }}
        readOnly={busy}
      />
      <ChangesNotice
        lines={lines}
        problem={problem}
        changedMeanwhile="The key was changed meanwhile: what you want now allows more than it does"
      />
    </CodeForm>
  );
}
