import type { ReactNode } from 'react';
import type { Settings } from '../../lambdas/http/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { ChangesNotice, changeTakesCode } from '../restrictions/changes.tsx';
import { describeSettingsChanges } from '../restrictions/key-changes.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import type { Change } from '../step-up/use-change.ts';

/** What the form of a setting gets. */
export interface SettingFormProps {
  readonly settings: Settings;
  readonly change: Change<SettingsChanges>;
  /** Gets the changes that a code is asked for. */
  readonly onAsk: (changes: SettingsChanges) => void;
  readonly onCancel: () => void;
}

interface SettingsFormProps extends SettingFormProps {
  /** What is typed comes to; null while it is no change. */
  readonly preview: SettingsChanges | null;
  /** What is typed is invalid, which is said on sending. */
  readonly invalid: boolean;
  /** Reads the fields; null for what they say is wrong themselves. */
  readonly validate: () => SettingsChanges | null;
  /** A field shows what the API has said. */
  readonly shown: boolean;
  readonly children: ReactNode;
}

/** What the forms of both settings share: what changes, whether it takes a code, and sending it. */
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
