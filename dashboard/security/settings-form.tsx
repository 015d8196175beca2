import type { ReactNode } from 'react';
import type { Settings } from '../../lambdas/http/management-api/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { ChangesNotice, changeTakesCode } from '../restrictions/changes.tsx';
import { describeSettingsChanges } from '../restrictions/key-changes.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import type { Change } from '../step-up/use-change.ts';

/** The properties of a setting's form. */
export interface SettingFormProps {
  readonly settings: Settings;
  readonly change: Change<SettingsChanges>;
  /** Gets the changes for which a code is requested. */
  readonly onAsk: (changes: SettingsChanges) => void;
  readonly onCancel: () => void;
}

interface SettingsFormProps extends SettingFormProps {
  /** The typed change; null while nothing is typed. */
  readonly preview: SettingsChanges | null;
  /** The typed value is invalid, which is shown on submitting. */
  readonly invalid: boolean;
  /** Reads the fields; null if they show an error. */
  readonly validate: () => SettingsChanges | null;
  /** A field shows the API's error. */
  readonly shown: boolean;
  readonly children: ReactNode;
}

/** Renders what both settings' forms share: what changes, whether it takes a code, and submitting. */
export function SettingsForm(props: SettingsFormProps) {
  const { settings, change, preview, invalid, validate, shown, onAsk, onCancel, children } = props;
  const { problem, busy, save, askForCode } = change;
  const lines = preview === null ? [] : describeSettingsChanges(settings, preview);
  const takesCode = changeTakesCode(lines, problem);
  return (
    <CodeForm
      progress={change}
      takesCode={takesCode}
      shown={shown || problem?.code === 'otp_required'}
      unchanged={!invalid && lines.length === 0}
      mayCancel={false}
      onSubmit={async (channel) => {
        const changes = validate();
        if (changes === null || busy) return;
        onAsk(changes);
        await (takesCode ? askForCode(changes, channel) : save(changes));
      }}
      onCancel={onCancel}
    >
      {children}
      <ChangesNotice
        lines={lines}
        problem={problem}
        changedMeanwhile="The settings were changed meanwhile: what you want now allows more than they do"
      />
    </CodeForm>
  );
}
