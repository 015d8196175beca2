import { useState } from 'react';
import type { SettingsChanges } from '../api/management-api.ts';
import { Notice } from '../elements/notice.tsx';
import { AllowlistField } from '../restrictions/allowlist-field.tsx';
import { type AddedEntries, type AllowlistInput, addEntries } from '../restrictions/allowlist-input.ts';
import { AllowlistPreview } from '../restrictions/allowlist-preview.tsx';
import { sameTexts } from '../restrictions/key-changes.ts';
import { refusedFields } from '../restrictions/refused-fields.ts';
import { allowlistFieldsOf, allowlistInputFrom } from '../restrictions/restrictions-input.ts';
import { useDraft } from '../state/use-draft.ts';
import { type SettingDialogProps, SettingsDialog } from './settings-dialog.tsx';
import { type SettingFormProps, SettingsForm } from './settings-form.tsx';

/** Edits the IP allowlist for all credentials. */
export function AllowlistDialog(props: SettingDialogProps) {
  return <SettingsDialog {...props} title="Addresses for all credentials" Form={AllowlistForm} />;
}

function AllowlistForm({ settings, change, onAsk, onCancel }: SettingFormProps) {
  const [restored, keep] = useDraft('addresses', null);
  const [initial] = useState<AllowlistInput>(() => ({ entries: settings.allowed_ips, pending: '' }));
  const [input, setInput] = useState(() => allowlistInputFrom(restored ?? {}, initial));
  const [added, setAdded] = useState<AddedEntries | null>(null);
  const refused = refusedFields(change.problem, ['', '/changes'], input.entries);
  const preview = addEntries(input.entries, input.pending);
  const invalid = preview.errors.length > 0;

  function edit(next: AllowlistInput): void {
    setInput({ entries: next.entries, pending: next.pending });
    keep(allowlistFieldsOf(next));
  }

  function validate(): SettingsChanges | null {
    setAdded(preview);
    edit(preview);
    return invalid ? null : { allowed_ips: [...preview.entries] };
  }

  return (
    <SettingsForm
      settings={settings}
      change={change}
      preview={invalid || sameTexts(initial.entries, preview.entries) ? null : { allowed_ips: [...preview.entries] }}
      invalid={invalid}
      validate={validate}
      shown={refused.allowlist !== null}
      onAsk={onAsk}
      onCancel={onCancel}
    >
      <AllowlistField
        allowlist={input}
        onAllowlist={edit}
        hint="Only accept calls from these IP addresses or ranges, with any key or legacy token. Leave empty to allow any address."
        added={added}
        onAdded={setAdded}
        error={refused.allowlist}
        readOnly={change.busy}
      >
        <AllowlistPreview
          entries={preview.entries}
          keyId={null}
          onAdd={(more) => {
            setAdded(null);
            edit({ entries: [...input.entries, ...more], pending: input.pending });
          }}
          readOnly={change.busy}
        />
      </AllowlistField>
      {initial.entries.length === 0 && preview.entries.length > 0 && !invalid && (
        <Notice tone="warning" title="Calls from elsewhere are refused at once" silent>
          List the addresses of all your systems. They may differ from the one that the hub sees you at.
        </Notice>
      )}
    </SettingsForm>
  );
}
