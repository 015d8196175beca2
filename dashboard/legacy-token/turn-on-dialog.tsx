import { Text } from '@mantine/core';
import { useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { LegacyTokenChanges } from '../api/management-api.ts';
import { useLastValue } from '../elements/last-value.ts';
import { ChangeList } from '../restrictions/changes.tsx';
import { useHub } from '../state/hub.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import { StepUpNotice } from '../step-up/step-up-notice.tsx';
import type { Change } from '../step-up/use-change.ts';
import { describeLegacyChange } from './legacy-changes.ts';
import { useLegacyChange } from './use-legacy-change.ts';

const ON = { enabled: true, off_at: null } as const;

interface TurnOnDialogProps {
  /** What is changed to "on, without an end": off, or on until a scheduled end. null while the dialog is closed. */
  readonly from: LegacyToken | null;
  readonly onClose: () => void;
  readonly onTurnedOn: (legacyToken: LegacyToken) => void;
}

/** Turns legacy tokens on, or cancels their scheduled end. Both take a one-time code. */
export function TurnOnDialog({ from, onClose, onTurnedOn }: TurnOnDialogProps) {
  const change = useLegacyChange(onTurnedOn);
  const before = useLastValue(from) ?? ON;
  return (
    <StepUpDialog
      opened={from !== null}
      onClose={onClose}
      title={before.enabled ? 'Cancel the switch-off of legacy tokens?' : 'Turn legacy tokens on?'}
      change={change}
      form={<TurnOnForm enabled={before.enabled} change={change} onCancel={onClose} />}
      confirms={<ChangeList lines={describeLegacyChange(before, ON, Date.now())} />}
    />
  );
}

interface TurnOnFormProps {
  /** They are on until a scheduled end. */
  readonly enabled: boolean;
  readonly change: Change<LegacyTokenChanges>;
  readonly onCancel: () => void;
}

function TurnOnForm({ enabled, change, onCancel }: TurnOnFormProps) {
  const hub = useHub();
  const [checking, setChecking] = useState(false);
  const busy = change.busy || checking;

  /** Somebody may have turned them off or on, or scheduled their end, which this change would undo. */
  async function isStillSo(): Promise<boolean> {
    setChecking(true);
    const { value, problem } = await hub.legacyToken.load();
    setChecking(false);
    if (problem !== null || value === null) return true;
    return value.enabled === enabled && (value.off_at !== null) === enabled;
  }

  return (
    <CodeForm
      progress={{ problem: change.problem, busy }}
      takesCode
      shown={false}
      mayCancel={false}
      noFields
      onSubmit={async (channel) => {
        if (busy) return;
        if (await isStillSo()) await change.askForCode(ON, channel);
        else onCancel();
      }}
      onCancel={onCancel}
    >
      <Text>
        {enabled
          ? 'Legacy tokens stay on until somebody turns them off or schedules that again.'
          : 'Tokens issued before that have not expired work again at once, and new ones can be issued.'}{' '}
        A legacy token has full access, and anybody with the password of one of your users can get one.
      </Text>
      <StepUpNotice takesCode>
        {enabled ? 'Legacy tokens work longer than before.' : 'It allows calls that are refused now.'}
      </StepUpNotice>
    </CodeForm>
  );
}
