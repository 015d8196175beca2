import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { KeyChanges } from '../api/management-api.ts';
import { AboutKey } from '../elements/about-key.tsx';
import { ChangeList } from '../restrictions/changes.tsx';
import { describeKeyChanges } from '../restrictions/key-changes.ts';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import { ChangeKeyForm } from './change-key-form.tsx';
import { useKeyChange } from './use-key-change.ts';

interface ChangeKeyDialogProps {
  readonly opened: boolean;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** Changes what a key may do, from where, and how long. */
export function ChangeKeyDialog({ opened, apiKey, onClose }: ChangeKeyDialogProps) {
  const [asked, setAsked] = useState<KeyChanges>({});
  const change = useKeyChange(apiKey.id, ({ name }) => {
    notifications.show({
      color: 'teal',
      title: `“${name}” is changed`,
      message: 'Calls with this key are judged by it from now on.',
    });
    onClose();
  });
  return (
    <StepUpDialog
      opened={opened}
      onClose={onClose}
      title={<AboutKey before="Change" name={apiKey.name} />}
      change={change}
      form={<ChangeKeyForm key={apiKey.id} apiKey={apiKey} change={change} onAsk={setAsked} onCancel={onClose} />}
      confirms={<ChangeList lines={describeKeyChanges(apiKey, asked)} />}
    />
  );
}
