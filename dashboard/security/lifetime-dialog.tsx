import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { SettingsChanges } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import classes from '../restrictions/restrictions.module.css';
import { useDraft } from '../state/use-draft.ts';
import { type LifetimeInput, lifetimeInputOf, parseLifetime } from './lifetime-input.ts';
import { type SettingDialogProps, SettingsDialog } from './settings-dialog.tsx';
import { type SettingFormProps, SettingsForm } from './settings-form.tsx';

/** Edits the maximum key lifetime. */
export function LifetimeDialog(props: SettingDialogProps) {
  return <SettingsDialog {...props} title="Maximum key lifetime" Form={LifetimeForm} />;
}

function LifetimeForm({ settings, change, onAsk, onCancel }: SettingFormProps) {
  const [restored, keep] = useDraft('lifetime', null);
  const [initial] = useState(() => lifetimeInputOf(settings.max_key_lifetime_days));
  const [input, setInput] = useState<LifetimeInput>(() =>
    restored === null
      ? initial
      : { limit: restored.limit === 'days' ? 'days' : 'none', days: restored.days ?? initial.days },
  );
  const [error, setError] = useState<string | null>(null);
  const label = useId();
  const { problem, busy } = change;
  const refused =
    problem && (fieldError(problem, '/max_key_lifetime_days') ?? fieldError(problem, '/changes/max_key_lifetime_days'));
  const parsed = parseLifetime(input);
  const before = parseLifetime(initial);
  const touched = !('days' in parsed) || !('days' in before) || parsed.days !== before.days;

  function edit(next: LifetimeInput): void {
    setInput(next);
    setError(null);
    keep({ ...next });
  }

  function validate(): SettingsChanges | null {
    edit(input);
    if ('days' in parsed) return { max_key_lifetime_days: parsed.days };
    setError(parsed.error);
    return null;
  }

  return (
    <SettingsForm
      settings={settings}
      change={change}
      preview={touched && 'days' in parsed ? { max_key_lifetime_days: parsed.days } : null}
      invalid={'error' in parsed}
      validate={validate}
      shown={refused !== null}
      onAsk={onAsk}
      onCancel={onCancel}
    >
      <div>
        <Text size="sm" id={label} fw={600} mb={4}>
          Keys live at most
        </Text>
        <div className={classes.choice}>
          <SegmentedControl
            aria-labelledby={label}
            data={[
              { value: 'none', label: 'No limit' },
              { value: 'days', label: 'Limit' },
            ]}
            value={input.limit}
            onChange={(value) => edit({ ...input, limit: value as LifetimeInput['limit'] })}
            readOnly={busy}
          />
          {input.limit === 'days' && (
            <TextInput
              className={classes.date ?? ''}
              aria-label="Number of days"
              inputMode="numeric"
              value={input.days}
              onChange={(event) => edit({ ...input, days: event.currentTarget.value })}
              error={error ?? refused}
              rightSection={<Text size="sm">days</Text>}
              rightSectionWidth={56}
              readOnly={busy}
              autoComplete="off"
            />
          )}
        </div>
        <p className={classes.hint}>
          Applies to keys that are created, rotated or extended from now on. Existing keys keep their expiry date.
        </p>
      </div>
    </SettingsForm>
  );
}
