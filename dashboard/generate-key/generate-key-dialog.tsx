import type { NewApiKey } from '../api/management-api.ts';
import { findLostKey } from '../new-key/lost-key.ts';
import { LostStage } from '../new-key/lost-stage.tsx';
import { NewKeyDialog } from '../new-key/new-key-dialog.tsx';
import { useNewKey } from '../new-key/use-new-key.ts';
import { useHub } from '../state/hub.ts';
import { GenerateForm } from './generate-form.tsx';

interface GenerateKeyDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Gets the new key's ID. */
  readonly onCreated: (keyId: string) => void;
}

export function GenerateKeyDialog({ opened, onClose, onCreated }: GenerateKeyDialogProps) {
  const { api, viewer } = useHub();
  const newKey = useNewKey<NewApiKey>({
    challengeFor: (request, channel) => ({ purpose: 'create_api_key', api_key: request, channel }),
    make: (presented) => api.createApiKey(presented),
    findLost: (keys, { name }, knownIds) => findLostKey(keys, knownIds, name, viewer.state().value?.user.email ?? null),
    onMade: onCreated,
  });
  return (
    <NewKeyDialog
      opened={opened}
      onClose={onClose}
      newKey={newKey}
      title="Generate API Key"
      lostTitle="The key was created, but not shown"
      form={<GenerateForm newKey={newKey} onCancel={onClose} />}
      lostStage={(lost) => <LostStage newKey={newKey} lost={lost} onClose={onClose} />}
    />
  );
}
