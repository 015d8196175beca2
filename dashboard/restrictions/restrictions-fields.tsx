import type { ReactNode } from 'react';
import { Notice } from '../elements/notice.tsx';
import { useHub, useResource } from '../state/hub.ts';
import { AccessField } from './access-field.tsx';
import { AllowlistField } from './allowlist-field.tsx';
import { type AddedEntries, addEntries, allowlistsOverlap } from './allowlist-input.ts';
import { AllowlistPreview } from './allowlist-preview.tsx';
import type { RestrictionsErrors } from './changes-from-input.ts';
import { ExpiryField } from './expiry-field.tsx';
import classes from './restrictions.module.css';
import type { RestrictionsInput } from './restrictions-input.ts';

interface RestrictionsFieldsProps {
  readonly input: RestrictionsInput;
  readonly onInput: (input: RestrictionsInput) => void;
  readonly errors: RestrictionsErrors;
  readonly added: AddedEntries | null;
  readonly onAdded: (added: AddedEntries | null) => void;
  /** The API's errors, field by field. */
  readonly refused: {
    readonly scopes: string | null;
    readonly allowlist: string | null;
    readonly expiry: string | null;
  };
  readonly expiry: {
    readonly open: string | null;
    readonly openHint: string;
    readonly latest: number | null;
    readonly latestHint: string;
    readonly kept: number | null;
  };
  /** null for a new key, which has no traffic. */
  readonly keyId: string | null;
  readonly readOnly: boolean;
}

/** Edits a key's restrictions: scopes, IP allowlist and expiry. */
export function RestrictionsFields(props: RestrictionsFieldsProps) {
  const { input, onInput, errors, added, onAdded, refused, expiry, keyId, readOnly } = props;
  return (
    <>
      <AccessField
        access={input.access}
        onAccess={(access) => onInput({ ...input, access })}
        error={errors.access ?? refused.scopes}
        readOnly={readOnly}
      />
      <AllowlistField
        allowlist={input.allowlist}
        onAllowlist={(allowlist) => onInput({ ...input, allowlist })}
        hint="Only accept calls from these IP addresses or ranges. Leave empty to allow any address."
        added={added}
        onAdded={onAdded}
        error={refused.allowlist}
        readOnly={readOnly}
      >
        <PartnerAllowlist entries={input.allowlist.entries} />
        {keyId !== null && (
          <AllowlistPreview
            entries={addEntries(input.allowlist.entries, input.allowlist.pending).entries}
            keyId={keyId}
            onAdd={(more) => {
              const { entries, pending } = input.allowlist;
              onAdded(null);
              onInput({ ...input, allowlist: { entries: [...entries, ...more], pending } });
            }}
            readOnly={readOnly}
          />
        )}
      </AllowlistField>
      <ExpiryField
        expiry={input.expiry}
        onExpiry={(chosen) => onInput({ ...input, expiry: chosen })}
        {...expiry}
        error={errors.expiry ?? refused.expiry}
        readOnly={readOnly}
      />
    </>
  );
}

/** Explains that a call must pass both lists. */
function PartnerAllowlist({ entries }: { readonly entries: readonly string[] }): ReactNode {
  const hub = useHub();
  const { value: settings } = useResource(hub.settings);
  if (settings === null || settings.allowed_ips.length === 0) return null;
  if (!allowlistsOverlap(entries, settings.allowed_ips)) {
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
