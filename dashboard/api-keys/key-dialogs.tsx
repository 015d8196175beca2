import { useEffect, useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { ChangeKeyDialog } from '../change-key/change-key-dialog.tsx';
import { DisableKeyDialog } from '../change-key/disable-key-dialog.tsx';
import { EnableKeyDialog } from '../change-key/enable-key-dialog.tsx';
import { useLastValue } from '../elements/last-value.ts';
import { RotateKeyDialog } from '../rotate-key/rotate-key-dialog.tsx';
import { useHub } from '../state/hub.ts';
import { DeleteKeyDialog } from './delete-key-dialog.tsx';
import type { KeyAction } from './key-menu.tsx';

interface KeyDialogsProps {
  readonly keys: readonly ApiKey[];
  /** null while no dialog is open. */
  readonly action: KeyAction | null;
  readonly onAction: (action: KeyAction | null) => void;
  /** Gets the new key's ID. */
  readonly onCreated: (keyId: string) => void;
}

/** Renders the dialogs about one key. */
export function KeyDialogs({ keys, action, onAction, onCreated }: KeyDialogsProps) {
  const hub = useHub();
  const found = keys.find(({ id }) => id === action?.keyId) ?? null;
  // A key that disappears while its dialog is open stays until the API reports it, and while its dialog fades out.
  const last = useLastValue(found);
  const apiKey = action === null || last?.id === action.keyId ? last : null;
  const [mountedFor, setMountedFor] = useState<string | null>(null);
  const keyId = apiKey?.id ?? null;
  // A dialog can return the focus only if it is mounted, closed, before it opens.
  useEffect(() => setMountedFor(keyId), [keyId]);
  if (apiKey === null) return null;
  const close = () => {
    hub.draft.current = null;
    onAction(null);
  };
  const asked = (kind: KeyAction['kind']) => ({
    opened: action?.kind === kind && mountedFor === apiKey.id,
    apiKey,
    onClose: close,
  });
  return (
    <>
      <ChangeKeyDialog key={`change ${apiKey.id}`} {...asked('change')} />
      <RotateKeyDialog
        key={`rotate ${apiKey.id}`}
        {...asked('rotate')}
        onCreated={onCreated}
        onRotate={(keyId) => onAction({ kind: 'rotate', keyId })}
      />
      <DisableKeyDialog key={`disable ${apiKey.id}`} {...asked('disable')} />
      <EnableKeyDialog key={`enable ${apiKey.id}`} {...asked('enable')} />
      <DeleteKeyDialog key={`delete ${apiKey.id}`} {...asked('delete')} keys={keys} />
    </>
  );
}
