import { NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { successorExpiry } from '../../lambdas/domain/model/key-expiry.ts';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { fieldError } from '../api/problem.ts';
import facts from '../key-parts/key-parts.module.css';
import { accessInWords } from '../restrictions/access-input.ts';
import { allowlistInWords } from '../restrictions/allowlist-input.ts';
import { expiryText } from '../restrictions/expiry-input.ts';
import { useHub, useResource } from '../state/hub.ts';
import { useDraft } from '../state/use-draft.ts';
import type { Channel } from '../step-up/channels.ts';
import { CodeForm } from '../step-up/code-form.tsx';
import type { Progress } from '../step-up/progress.ts';
import { StepUpNotice } from '../step-up/step-up-notice.tsx';
import { useNow } from '../time/now.ts';
import {
  GRACE_CHOICES,
  GRACE_UNITS,
  type GraceInput,
  type GraceUnit,
  graceFrom,
  oldKeyExpiryText,
  parseGrace,
} from './grace.ts';
import classes from './rotate-form.module.css';

interface RotateFormProps {
  readonly apiKey: ApiKey;
  readonly progress: Progress;
  readonly onCancel: () => void;
  readonly onSend: (graceSeconds: number, channel: Channel) => Promise<void>;
}

export function RotateForm({ apiKey, progress, onCancel, onSend }: RotateFormProps) {
  const { problem, busy } = progress;
  const now = useNow(10_000);
  const [restored, keep] = useDraft('rotate', apiKey.id);
  const [grace, setGrace] = useState(() => graceFrom(restored ?? {}));
  const [error, setError] = useState<string | null>(null);
  const parsed = parseGrace(grace);
  const graceError = error ?? (problem === null ? null : fieldError(problem, '/grace_seconds'));

  function change(next: GraceInput): void {
    setGrace(next);
    setError(null);
    keep({ ...next });
  }

  async function submit(channel: Channel): Promise<void> {
    if ('error' in parsed) setError(parsed.error);
    keep({ ...grace });
    if ('seconds' in parsed && !busy) await onSend(parsed.seconds, channel);
  }

  return (
    <CodeForm progress={progress} takesCode shown={graceError !== null} mayCancel onSubmit={submit} onCancel={onCancel}>
      <Text>A new key takes this one’s place. Put it into your systems before the old one ends.</Text>
      <NewKeyFacts apiKey={apiKey} now={now} />
      <div>
        <div className={classes.grace}>
          <NativeSelect
            label="The old key keeps working for"
            value={grace.choice}
            data={GRACE_CHOICES.map((choice) => ({ ...choice }))}
            onChange={(event) => change({ ...grace, choice: event.currentTarget.value })}
            disabled={busy}
            data-autofocus
          />
          {grace.choice === 'other' && (
            <div className={classes.other}>
              <TextInput
                aria-label="How long"
                inputMode="numeric"
                value={grace.amount}
                onChange={(event) => change({ ...grace, amount: event.currentTarget.value })}
                error={graceError !== null}
                readOnly={busy}
                autoComplete="off"
              />
              <NativeSelect
                aria-label="Unit"
                value={grace.unit}
                data={Object.keys(GRACE_UNITS)}
                onChange={(event) => change({ ...grace, unit: event.currentTarget.value as GraceUnit })}
                disabled={busy}
              />
            </div>
          )}
        </div>
        {graceError === null ? (
          <Text size="sm" c="dimmed" mt={6}>
            {'seconds' in parsed ? oldKeyExpiryText(apiKey, parsed.seconds, now) : 'Between 0 seconds and 7 days.'}
          </Text>
        ) : (
          <Text size="sm" c="var(--hub-danger)" mt={6} role="alert">
            {graceError}
          </Text>
        )}
      </div>
      <StepUpNotice takesCode>It makes a new key.</StepUpNotice>
    </CodeForm>
  );
}

/** Shows what the new key takes over from the old one. */
function NewKeyFacts({ apiKey, now }: { readonly apiKey: ApiKey; readonly now: number }) {
  const hub = useHub();
  const { value: settings } = useResource(hub.settings);
  const expiresAt = apiKey.expires_at === null ? null : Math.floor(Date.parse(apiKey.expires_at) / 1000);
  const end = successorExpiry(
    { createdAt: apiKey.created_at, expiresAt },
    settings?.max_key_lifetime_days ?? null,
    now,
  );
  return (
    <dl className={facts.facts} aria-label="The new key">
      <dt>Name</dt>
      <dd>
        <strong>
          <bdi>{apiKey.name}</bdi>
        </strong>
      </dd>
      <dt>Access</dt>
      <dd>{accessInWords(apiKey.scopes)}</dd>
      <dt>Addresses</dt>
      <dd>{allowlistInWords(apiKey.allowed_ips)}</dd>
      <dt>Ends</dt>
      <dd>{end === null ? 'Never' : expiryText(end * 1000)}</dd>
    </dl>
  );
}
