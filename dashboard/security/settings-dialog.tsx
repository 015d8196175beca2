import { notifications } from '@mantine/notifications';
import { type ComponentType, useState } from 'react';
import type { Settings } from '../../lambdas/http/management-api/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { ChangeList } from '../restrictions/changes.tsx';
import { areSettingsMade, describeSettingsChanges } from '../restrictions/key-changes.ts';
import { useHub } from '../state/hub.ts';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import { type Change, useChange } from '../step-up/use-change.ts';
import type { SettingFormProps } from './settings-form.tsx';

export interface SettingDialogProps {
  readonly opened: boolean;
  readonly settings: Settings;
  readonly onClose: () => void;
}

interface SettingsDialogProps extends SettingDialogProps {
  readonly title: string;
  readonly Form: ComponentType<SettingFormProps>;
}

/** Shows a setting's form and the code that its change may take. */
export function SettingsDialog({ opened, settings, onClose, title, Form }: SettingsDialogProps) {
  const [asked, setAsked] = useState<SettingsChanges>({});
  const change = useSettingsChange(onClose);
  return (
    <StepUpDialog
      opened={opened}
      onClose={onClose}
      title={title}
      change={change}
      form={<Form settings={settings} change={change} onAsk={setAsked} onCancel={onClose} />}
      confirms={<ChangeList lines={describeSettingsChanges(settings, asked)} />}
    />
  );
}

/** Changes the partner's settings. */
function useSettingsChange(onMade: () => void): Change<SettingsChanges> {
  const hub = useHub();
  return useChange<SettingsChanges, Settings>({
    challengeFor: (changes, channel) => ({ purpose: 'update_settings', changes, channel }),
    send: (changes, presented) => hub.api.updateSettings(changes, presented),
    async current() {
      const { value, problem } = await hub.settings.load();
      return problem === null ? value : null;
    },
    isMade: areSettingsMade,
    onMade(changed) {
      hub.settings.change(() => changed);
      notifications.show({ color: 'teal', title: 'The setting is changed', message: 'It holds from now on.' });
      onMade();
    },
  });
}
