import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { AboutKey } from '../elements/about-key.tsx';
import { Moment } from '../elements/moment.tsx';
import { Notice } from '../elements/notice.tsx';
import { ChangeList } from '../restrictions/changes.tsx';
import { describeKeyChanges } from '../restrictions/key-changes.ts';
import { useDraft } from '../state/use-draft.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import { StepUpNotice } from '../step-up/step-up-notice.tsx';
import { useKeyChange } from './use-key-change.ts';

interface EnableKeyDialogProps {
  readonly opened: boolean;
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

const ENABLED = { status: 'active' } as const;

/** Enables a disabled key, which takes a one-time code. */
export function EnableKeyDialog({ opened, apiKey, onClose }: EnableKeyDialogProps) {
  const change = useKeyChange(apiKey.id, ({ name }) => {
    notifications.show({ color: 'teal', title: `“${name}” is enabled`, message: 'Calls with this key work again.' });
    onClose();
  });
  return (
    <StepUpDialog
      opened={opened}
      onClose={onClose}
      title={<AboutKey before="Enable" name={apiKey.name} after="?" />}
      change={change}
      form={<EnableKeyForm apiKey={apiKey} change={change} onCancel={onClose} />}
      confirms={<ChangeList lines={describeKeyChanges({ ...apiKey, status: 'disabled' }, ENABLED)} />}
    />
  );
}

interface EnableKeyFormProps {
  readonly apiKey: ApiKey;
  readonly change: ReturnType<typeof useKeyChange>;
  readonly onCancel: () => void;
}

function EnableKeyForm({ apiKey, change, onCancel }: EnableKeyFormProps) {
  const [restored, keep] = useDraft('enable', apiKey.id);
  const over = apiKey.expires_at !== null && Date.parse(apiKey.expires_at) <= Date.now();
  return (
    <CodeForm
      progress={change}
      takesCode
      shown={false}
      mayCancel={false}
      initialChannel={restored?.channel === 'whatsapp' ? 'whatsapp' : 'email'}
      noFields
      onSubmit={async (channel) => {
        keep({ channel });
        if (!change.busy) await change.askForCode(ENABLED, channel);
      }}
      onCancel={onCancel}
    >
      <Text>Calls with this key are accepted again, with the access and from the addresses that it had.</Text>
      {over && apiKey.expires_at !== null && (
        <Notice tone="warning" title="Its time is over" silent>
          It ended <Moment at={apiKey.expires_at} />, so it stays refused until it gets a later end.
        </Notice>
      )}
      <StepUpNotice takesCode>It allows calls that are refused now.</StepUpNotice>
    </CodeForm>
  );
}
