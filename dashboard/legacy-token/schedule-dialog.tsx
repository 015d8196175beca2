import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { LegacyTokenChanges } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import { ChangeList, ChangesNotice, changeTakesCode } from '../restrictions/changes.tsx';
import { useHub } from '../state/hub.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import type { Change } from '../step-up/use-change.ts';
import { describeLegacyChange } from './legacy-changes.ts';
import { LegacyTraffic } from './legacy-traffic.tsx';
import { type OffAtReading, offAtText, readOffAt } from './off-at-input.ts';
import { useLegacyChange } from './use-legacy-change.ts';

interface ScheduleDialogProps {
  readonly opened: boolean;
  readonly legacyToken: LegacyToken;
  readonly onClose: () => void;
  readonly onScheduled: (legacyToken: LegacyToken) => void;
}

/** Schedules when legacy tokens turn off. A later time than the scheduled one takes a one-time code. */
export function ScheduleDialog({ opened, legacyToken, onClose, onScheduled }: ScheduleDialogProps) {
  const [asked, setAsked] = useState<LegacyTokenChanges | null>(null);
  const change = useLegacyChange(onScheduled);
  return (
    <StepUpDialog
      opened={opened}
      onClose={onClose}
      title="Schedule the switch-off of legacy tokens"
      change={change}
      form={<ScheduleForm legacyToken={legacyToken} change={change} onAsk={setAsked} onCancel={onClose} />}
      confirms={asked !== null && <ChangeList lines={describeLegacyChange(legacyToken, asked, Date.now())} />}
    />
  );
}

interface ScheduleFormProps {
  readonly legacyToken: LegacyToken;
  readonly change: Change<LegacyTokenChanges>;
  readonly onAsk: (changes: LegacyTokenChanges) => void;
  readonly onCancel: () => void;
}

function ScheduleForm({ legacyToken, change, onAsk, onCancel }: ScheduleFormProps) {
  const hub = useHub();
  const { off_at } = legacyToken;
  const [text, setText] = useState(() => (off_at === null ? '' : offAtText(Date.parse(off_at))));
  const [submitted, setSubmitted] = useState<OffAtReading | null>(null);
  const [checking, setChecking] = useState(false);
  const busy = change.busy || checking;
  const { problem } = change;
  const now = Date.now();
  const reading = readOffAt(text, now);
  const lines = 'error' in reading ? [] : describeLegacyChange(legacyToken, changesTo(reading.offAt), now);
  const takesCode = changeTakesCode(lines, problem);
  const refused = problem === null ? null : (fieldError(problem, '/off_at') ?? fieldError(problem, '/changes/off_at'));
  const error = submitted !== null && 'error' in submitted ? submitted.error : refused;

  /** Scheduling would turn on again what was turned off meanwhile. */
  async function isStillOn(): Promise<boolean> {
    setChecking(true);
    const current = await hub.legacyToken.load();
    setChecking(false);
    return current.problem !== null || current.value?.enabled !== false;
  }

  return (
    <CodeForm
      progress={{ problem, busy }}
      takesCode={takesCode}
      shown={error !== null || problem?.code === 'otp_required'}
      unchanged={!('error' in reading) && lines.length === 0}
      mayCancel={false}
      onSubmit={async (channel) => {
        setSubmitted(reading);
        if ('error' in reading || busy) return;
        const changes = changesTo(reading.offAt);
        onAsk(changes);
        if (!(await isStillOn())) onCancel();
        else await (takesCode ? change.askForCode(changes, channel) : change.save(changes));
      }}
      onCancel={onCancel}
    >
      <TextInput
        type="datetime-local"
        label="Date and time"
        description="In your time zone. From that second on, only API keys are accepted."
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setSubmitted(null);
        }}
        error={error}
        readOnly={busy}
        data-autofocus
      />
      <LegacyTraffic />
      <ChangesNotice
        lines={lines}
        problem={problem}
        changedMeanwhile="The schedule was changed meanwhile: what you want now allows more than it does"
      />
    </CodeForm>
  );
}

function changesTo(offAt: string): LegacyTokenChanges {
  return { enabled: true, off_at: offAt };
}
