import { useState } from 'react';
import type { Settings } from '../../lambdas/http/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { AddressField } from '../controls/address-field.tsx';
import { type AddedAddresses, type AddressInput, addAddresses } from '../controls/address-input.ts';
import { AllowlistPreview } from '../controls/allowlist-preview.tsx';
import { ChangeList } from '../controls/change-list.tsx';
import { addressFieldsOf, addressInputFrom } from '../controls/controls-input.ts';
import { describeSettingsChanges, sameTexts } from '../controls/key-changes.ts';
import { refusedFields } from '../controls/refused-fields.ts';
import { Notice } from '../elements/notice.tsx';
import { useDraft } from '../state/use-draft.ts';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import type { Change } from '../step-up/use-change.ts';
import { SettingsForm } from './settings-form.tsx';
import { useSettingsChange } from './use-settings-change.ts';

interface AddressesDialogProps {
  readonly opened: boolean;
  readonly settings: Settings;
  readonly onClose: () => void;
}

/** The addresses that calls with any credential have to come from. */
export function AddressesDialog({ opened, settings, onClose }: AddressesDialogProps) {
  const [asked, setAsked] = useState<SettingsChanges>({});
  const change = useSettingsChange(onClose);
  return (
    <StepUpDialog
      opened={opened}
      onClose={onClose}
      title="Addresses for all credentials"
      change={change}
      form={<AddressesForm settings={settings} change={change} onAsk={setAsked} onCancel={onClose} />}
      confirms={<ChangeList lines={describeSettingsChanges(settings, asked)} />}
    />
  );
}

interface AddressesFormProps {
  readonly settings: Settings;
  readonly change: Change<SettingsChanges>;
  readonly onAsk: (changes: SettingsChanges) => void;
  readonly onCancel: () => void;
}

function AddressesForm({ settings, change, onAsk, onCancel }: AddressesFormProps) {
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
          entries={input.entries}
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
