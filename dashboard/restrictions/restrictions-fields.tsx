import type { ReactNode } from 'react';
import { Notice } from '../elements/notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { AccessField } from './access-field.tsx';
import { AddressField } from './allowlist-field.tsx';
import { type AddedAddresses, addAddresses } from './allowlist-input.ts';
import { overlaps } from './allowlist-overlap.ts';
import { AllowlistPreview } from './allowlist-preview.tsx';
import type { ControlsFaults } from './changes-from-input.ts';
import { EndField } from './expiry-field.tsx';
import classes from './restrictions.module.css';
import type { ControlsInput } from './restrictions-input.ts';

interface ControlsFieldsProps {
  readonly input: ControlsInput;
  readonly onInput: (input: ControlsInput) => void;
  readonly faults: ControlsFaults;
  readonly added: AddedAddresses | null;
  readonly onAdded: (added: AddedAddresses | null) => void;
  /** What the API has said, field by field. */
  readonly refused: { readonly scopes: string | null; readonly addresses: string | null; readonly end: string | null };
  readonly end: {
    readonly open: string | null;
    readonly openHint: string;
    readonly latest: number | null;
    readonly latestHint: string;
    readonly kept: number | null;
  };
  /** null for a key that is yet to be made: it has no traffic. */
  readonly keyId: string | null;
  readonly readOnly: boolean;
}

/** What a key may do, from where, and how long. */
export function ControlsFields(props: ControlsFieldsProps) {
  const { input, onInput, faults, added, onAdded, refused, end, keyId, readOnly } = props;
  return (
    <>
      <AccessField
        access={input.access}
        onAccess={(access) => onInput({ ...input, access })}
        fault={faults.access ?? refused.scopes}
        readOnly={readOnly}
      />
      <AddressField
        addresses={input.addresses}
        onAddresses={(addresses) => onInput({ ...input, addresses })}
        hint="Only calls from these addresses and ranges are accepted. With none listed, calls from anywhere are."
        added={added}
        onAdded={onAdded}
        fault={refused.addresses}
        readOnly={readOnly}
      >
        <PartnerAddresses entries={input.addresses.entries} />
        {keyId !== null && (
          <AllowlistPreview
            entries={addAddresses(input.addresses.entries, input.addresses.pending).entries}
            keyId={keyId}
            onAdd={(more) => {
              const { entries, pending } = input.addresses;
              onAdded(null);
              onInput({ ...input, addresses: { entries: [...entries, ...more], pending } });
            }}
            readOnly={readOnly}
          />
        )}
      </AddressField>
      <EndField
        end={input.end}
        onEnd={(chosen) => onInput({ ...input, end: chosen })}
        {...end}
        fault={faults.end ?? refused.end}
        readOnly={readOnly}
      />
    </>
  );
}

/** A call has to pass both lists. */
function PartnerAddresses({ entries }: { readonly entries: readonly string[] }): ReactNode {
  const hub = useHub();
  const { value: settings } = useResource(hub.settings);
  if (settings === null || settings.allowed_ips.length === 0) return null;
  if (!overlaps(entries, settings.allowed_ips)) {
    return (
      <div role="status" className={classes.overlap}>
        <Notice tone="warning" title="No call could pass" silent>
          Calls also have to come from the addresses on the Security page, and none of them is in this list.
        </Notice>
      </div>
    );
  }
  return <p className={classes.hint}>Calls also have to come from the addresses on the Security page.</p>;
}
