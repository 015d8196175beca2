import { Button, PinInput, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { clockTime } from '../time/moments.ts';
import { useSecondsUntil } from '../time/now.ts';
import { type Channel, channelLabel, otherChannel } from './channels.ts';
import classes from './code-stage.module.css';
import type { Progress } from './progress.ts';
import type { SentCode } from './sent-code.ts';

const DIGITS = 6;

interface CodeStageProps {
  readonly progress: Progress;
  readonly sent: SentCode;
  /** No further attempt is possible with this code. */
  readonly spent: boolean;
  readonly onSubmit: (code: string) => Promise<void>;
  readonly onResend: (channel: Channel) => Promise<void>;
  /** Returns to the form, which is unchanged. */
  readonly onBack: () => void;
  /** What the code confirms. */
  readonly children?: ReactNode;
}

export function CodeStage({ progress, sent, spent, onSubmit, onResend, onBack, children }: CodeStageProps) {
  const { problem, busy } = progress;
  const [code, setCode] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const explanation = useId();
  const wrong = problem?.code === 'otp_incorrect';

  // A wrong code is cleared for the next attempt; a code whose response was lost stays.
  useEffect(() => {
    if (problem?.code !== 'otp_incorrect') return;
    setCode('');
    first.current?.focus();
  }, [problem]);

  function type(value: string): void {
    setCode(value);
    if (value.length === DIGITS && !busy && !spent) void onSubmit(value);
  }

  async function resend(channel: Channel): Promise<void> {
    setCode('');
    await onResend(channel);
    first.current?.focus();
  }

  return (
    <Stack gap="lg">
      <Text id={explanation}>
        We sent six digits by {channelLabel(sent.channel)} to <strong>{sent.destination}</strong>. They work until{' '}
        {clockTime(sent.expiresAt, Date.now())}.
      </Text>
      {children}
      <form
        className={classes.code}
        onSubmit={(event) => {
          event.preventDefault();
          type(code);
        }}
      >
        <PinInput
          ref={first}
          aria-label="Code"
          aria-describedby={explanation}
          length={DIGITS}
          type="number"
          oneTimeCode
          autoFocus
          size="md"
          className={classes.digits ?? ''}
          placeholder=""
          value={code}
          onChange={type}
          error={wrong}
          readOnly={busy}
          disabled={spent}
          getInputProps={(index) => ({ 'aria-label': `Digit ${index + 1} of ${DIGITS}` })}
        />
        <Button type="submit" loading={busy} disabled={code.length < DIGITS || spent}>
          Confirm
        </Button>
      </form>
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => type(code)} retrying={busy} />}
      <Resend
        sent={sent}
        locked={problem?.code === 'otp_locked'}
        retryAt={problem?.retryAt ?? null}
        onResend={resend}
        back={
          <Button size="xs" variant="subtle" color="gray" disabled={busy} onClick={onBack}>
            Back
          </Button>
        }
      />
    </Stack>
  );
}

interface ResendProps {
  readonly sent: SentCode;
  readonly locked: boolean;
  /** When the API allows the next code, in epoch milliseconds. */
  readonly retryAt: number | null;
  readonly onResend: (channel: Channel) => Promise<void>;
  readonly back: ReactNode;
}

function Resend({ sent, locked, retryAt, onResend, back }: ResendProps) {
  const seconds = useSecondsUntil(Math.max(sent.resendAt, retryAt ?? 0));
  const other = otherChannel(sent.channel);
  const blocked = seconds > 0 || locked;
  return (
    <div className={classes.resend}>
      <Text size="sm" c="dimmed">
        {locked || seconds === 0
          ? 'Nothing has arrived?'
          : `Nothing has arrived? A new code can be sent in ${countdown(seconds)}.`}
      </Text>
      <div>
        <Button size="xs" variant="default" disabled={blocked} onClick={() => void onResend(sent.channel)}>
          Send a new code
        </Button>
        <Button size="xs" variant="default" disabled={blocked} onClick={() => void onResend(other)}>
          Send it by {channelLabel(other)}
        </Button>
        {back}
      </div>
    </div>
  );
}

function countdown(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
