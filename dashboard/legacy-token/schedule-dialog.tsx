import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import { fieldError, mayHaveHappened, type Problem } from '../api/problem.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { useHub } from '../state/hub.ts';
import { LegacyTraffic } from './legacy-traffic.tsx';
import { offAtText, readOffAt } from './off-at-input.ts';

interface ScheduleDialogProps {
  readonly opened: boolean;
  /** What is scheduled already. */
  readonly offAt: string | null;
  readonly onClose: () => void;
  readonly onScheduled: (legacyToken: LegacyToken) => void;
}

export function ScheduleDialog(props: ScheduleDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Schedule the switch-off of legacy tokens">
      <ScheduleForm {...props} />
    </Modal>
  );
}

function ScheduleForm({ offAt, onClose, onScheduled }: ScheduleDialogProps) {
  const hub = useHub();
  const [text, setText] = useState(() => (offAt === null ? '' : offAtText(Date.parse(offAt))));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function schedule(): Promise<void> {
    const reading = readOffAt(text, Date.now());
    setError('error' in reading ? reading.error : null);
    if ('error' in reading || busy) return;
    setBusy(true);
    setProblem(null);
    // Scheduling would turn on again what was turned off meanwhile.
    const before = await hub.legacyToken.load();
    if (before.value?.enabled === false && before.problem === null) {
      onClose();
      return;
    }
    const outcome = await hub.api.setLegacyToken(true, reading.offAt);
    if (outcome.ok) {
      onScheduled(outcome.value);
      return;
    }
    // The response may have been lost: the current state decides.
    const now = mayHaveHappened(outcome.problem) ? await hub.legacyToken.load() : null;
    if (now?.problem === null && isAt(now.value, reading.offAt)) {
      onScheduled(now.value);
      return;
    }
    setBusy(false);
    const refused = fieldError(outcome.problem, '/off_at');
    setError(refused);
    setProblem(refused === null ? outcome.problem : null);
  }

  return (
    <form
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void schedule();
      }}
    >
      <Stack>
        <TextInput
          type="datetime-local"
          label="Date and time"
          description="In your time zone. From that second on, only API keys are accepted."
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setError(null);
          }}
          error={error}
          readOnly={busy}
          data-autofocus
        />
        <LegacyTraffic />
        {problem !== null && <ProblemNotice problem={problem} onRetry={() => void schedule()} retrying={busy} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Schedule
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isAt(legacyToken: LegacyToken | null, offAt: string): legacyToken is LegacyToken {
  const at = legacyToken?.off_at ?? null;
  return at !== null && Date.parse(at) === Date.parse(offAt);
}
