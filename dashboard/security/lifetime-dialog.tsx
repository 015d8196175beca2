import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { Settings } from '../../lambdas/http/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { fieldError } from '../api/problem.ts';
import { ChangeList } from '../controls/change-list.tsx';
import classes from '../controls/controls.module.css';
import { describeSettingsChanges } from '../controls/key-changes.ts';
import { useDraft } from '../state/use-draft.ts';
import { StepUpDialog } from '../step-up/step-up-dialog.tsx';
import type { Change } from '../step-up/use-change.ts';
import { type LifetimeInput, lifetimeInputOf, parseLifetime } from './lifetime-input.ts';
import { SettingsForm } from './settings-form.tsx';
import { useSettingsChange } from './use-settings-change.ts';

interface LifetimeDialogProps {
  readonly opened: boolean;
  readonly settings: Settings;
  readonly onClose: () => void;
}

/** How long a key may live. */
export function LifetimeDialog({ opened, settings, onClose }: LifetimeDialogProps) {
  const [asked, setAsked] = useState<SettingsChanges>({});
  const change = useSettingsChange(onClose);
  return (
    <StepUpDialog
      opened={opened}
      onClose={onClose}
      title="Longest life of a key"
      change={change}
      form={<LifetimeForm settings={settings} change={change} onAsk={setAsked} onCancel={onClose} />}
      confirms={<ChangeList lines={describeSettingsChanges(settings, asked)} />}
    />
  );
}

interface LifetimeFormProps {
  readonly settings: Settings;
  readonly change: Change<SettingsChanges>;
  readonly onAsk: (changes: SettingsChanges) => void;
  readonly onCancel: () => void;
}

function LifetimeForm({ settings, change, onAsk, onCancel }: LifetimeFormProps) {
  const [restored, keep] = useDraft('lifetime', null);
  const [initial] = useState(() => lifetimeInputOf(settings.max_key_lifetime_days));
  const [input, setInput] = useState<LifetimeInput>(() =>
    restored === null
      ? initial
      : { limit: restored.limit === 'days' ? 'days' : 'none', days: restored.days ?? initial.days },
  );
  const [fault, setFault] = useState<string | null>(null);
  const label = useId();
  const { problem, busy } = change;
  const refused =
    problem && (fieldError(problem, '/max_key_lifetime_days') ?? fieldError(problem, '/changes/max_key_lifetime_days'));
  const parsed = parseLifetime(input);
  const before = parseLifetime(initial);
  const touched = !('days' in parsed) || !('days' in before) || parsed.days !== before.days;

  function edit(next: LifetimeInput): void {
    setInput(next);
    setFault(null);
    keep({ ...next });
  }

  function validate(): SettingsChanges | null {
    edit(input);
    if ('days' in parsed) return { max_key_lifetime_days: parsed.days };
    setFault(parsed.fault);
    return null;
  }

  return (
    <SettingsForm
      settings={settings}
      change={change}
      preview={touched && 'days' in parsed ? { max_key_lifetime_days: parsed.days } : null}
      faulty={'fault' in parsed}
      validate={validate}
      shown={refused !== null}
      onAsk={onAsk}
      onCancel={onCancel}
    >
      <div>
        <Text size="sm" id={label} fw={600} mb={4}>
          Keys live at most
        </Text>
        <div className={classes.end}>
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
              error={fault ?? refused}
              rightSection={<Text size="sm">days</Text>}
              rightSectionWidth={56}
              readOnly={busy}
              autoComplete="off"
            />
          )}
        </div>
        <p className={classes.hint}>
          It binds keys that are made, rotated or given a new end from now on. Keys that exist keep their end.
        </p>
      </div>
    </SettingsForm>
  );
}
