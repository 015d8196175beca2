import { type ComponentType, useState } from 'react';
import type { Settings } from '../../lambdas/http/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { ChangeList } from '../restrictions/change-list.tsx';
import { describeSettingsChanges } from '../restrictions/key-changes.ts';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import type { SettingFormProps } from './settings-form.tsx';
import { useSettingsChange } from './use-settings-change.ts';

export interface SettingDialogProps {
  readonly opened: boolean;
  readonly settings: Settings;
  readonly onClose: () => void;
}

interface SettingsDialogProps extends SettingDialogProps {
  readonly title: string;
  readonly Form: ComponentType<SettingFormProps>;
}

/** The form of a setting, and the code that its change may take. */
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
