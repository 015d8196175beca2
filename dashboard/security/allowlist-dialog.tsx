import { useState } from 'react';
import type { SettingsChanges } from '../api/management-api.ts';
import { Notice } from '../elements/notice.tsx';
import { AddressField } from '../restrictions/allowlist-field.tsx';
import { type AddedAddresses, type AddressInput, addAddresses } from '../restrictions/allowlist-input.ts';
import { AllowlistPreview } from '../restrictions/allowlist-preview.tsx';
import { sameTexts } from '../restrictions/key-changes.ts';
import { refusedFields } from '../restrictions/refused-fields.ts';
import { addressFieldsOf, addressInputFrom } from '../restrictions/restrictions-input.ts';
import { useDraft } from '../state/use-draft.ts';
import { type SettingDialogProps, SettingsDialog } from './settings-dialog.tsx';
import { type SettingFormProps, SettingsForm } from './settings-form.tsx';

/** The addresses that calls with any credential have to come from. */
export function AddressesDialog(props: SettingDialogProps) {
  return <SettingsDialog {...props} title="Addresses for all credentials" Form={AddressesForm} />;
}

function AddressesForm({ settings, change, onAsk, onCancel }: SettingFormProps) {
  const [restored, keep] = useDraft('addresses', null);
  const [initial] = useState<AddressInput>(() => ({ entries: settings.allowed_ips, pending: '' }));
  const [input, setInput] = useState(() => addressInputFrom(restored ?? {}, initial));
  const [added, setAdded] = useState<AddedAddresses | null>(null);
  const refused = refusedFields(change.problem, ['', '/changes'], input.entries);
  const preview = addAddresses(input.entries, input.pending);
  const faulty = preview.faults.length > 0;

  function edit(next: AddressInput): void {
    setInput({ entries: next.entries, pending: next.pending });
    keep(addressFieldsOf(next));
  }

  function validate(): SettingsChanges | null {
    setAdded(preview);
    edit(preview);
    return faulty ? null : { allowed_ips: [...preview.entries] };
  }

  return (
    <SettingsForm
      settings={settings}
      change={change}
      preview={faulty || sameTexts(initial.entries, preview.entries) ? null : { allowed_ips: [...preview.entries] }}
      faulty={faulty}
      validate={validate}
      shown={refused.addresses !== null}
      onAsk={onAsk}
      onCancel={onCancel}
    >
      <AddressField
        addresses={input}
        onAddresses={edit}
        hint="Only calls from these addresses and ranges are accepted, with any key and with legacy tokens. With none listed, calls from anywhere are."
        added={added}
        onAdded={setAdded}
        fault={refused.addresses}
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
      </AddressField>
      {initial.entries.length === 0 && preview.entries.length > 0 && !faulty && (
        <Notice tone="warning" title="Calls from elsewhere are refused at once" silent>
          List the addresses of all your systems. They may differ from the one that the hub sees you at.
        </Notice>
      )}
    </SettingsForm>
  );
}
