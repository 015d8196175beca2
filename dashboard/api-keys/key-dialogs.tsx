import { useEffect, useState } from 'react';
import type { ApiKey } from '../../lambdas/http/schemas/api-keys.ts';
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
  /** null while nothing is asked. */
  readonly action: KeyAction | null;
  readonly onAction: (action: KeyAction | null) => void;
  /** Gets the ID of a key that was made. */
  readonly onCreated: (keyId: string) => void;
}

/** The dialogs about one key. */
export function KeyDialogs({ keys, action, onAction, onCreated }: KeyDialogsProps) {
  const hub = useHub();
  const found = keys.find(({ id }) => id === action?.keyId) ?? null;
  // A key that goes while it is asked about stays on the page until the API has said so; one that fades out, until it has.
  const last = useLastValue(found);
  const apiKey = action === null || last?.id === action.keyId ? last : null;
  const [mountedFor, setMountedFor] = useState<string | null>(null);
  const keyId = apiKey?.id ?? null;
  // A dialog knows where the focus was only if it is there, closed, before it opens.
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
