import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UsageQuery } from '../api/management-api.ts';
import type { Problem } from '../api/problem.ts';
import { IconDownload } from '../elements/icons.ts';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { navigate } from '../navigation/location.ts';
import { usagePath } from '../navigation/pages.ts';
import { useHub, useResource } from '../state/hub.ts';
import { lastDays, type Period, periodError } from '../time/days.ts';
import classes from './usage.module.css';

interface UsageChoiceProps {
  /** A key's ID, `legacy` or `unknown`; null for all. */
  readonly named: string | null;
  readonly query: UsageQuery;
  readonly onPeriod: (period: Period) => void;
}

const LENGTHS = [7, 30, 90] as const;
const ALL = '';
const GROUPS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'legacy', label: 'Legacy tokens' },
  { value: 'unknown', label: 'Unknown keys' },
];

/** Chooses credential and period, and downloads the figures. */
export function UsageChoice({ named, query, onPeriod }: UsageChoiceProps) {
  const [typed, setTyped] = useState<Period>(query);
  const error = periodError(typed);

  function choose(period: Period): void {
    setTyped(period);
    if (periodError(period) === null) onPeriod(period);
  }

  return (
    <div className={classes.choice}>
      <CredentialSelect named={named} />
      <TextInput
        type="date"
        label="From"
        value={typed.from}
        onChange={(event) => choose({ from: event.currentTarget.value, to: typed.to })}
        error={error}
      />
      <TextInput
        type="date"
        label="To"
        value={typed.to}
        onChange={(event) => choose({ from: typed.from, to: event.currentTarget.value })}
      />
      <fieldset className={classes.lengths}>
        <legend>Last days</legend>
        {LENGTHS.map((days) => (
          <Button
            key={days}
            variant="default"
            aria-label={`Last ${days} days`}
            onClick={() => choose(lastDays(days, Date.now()))}
          >
            {days}
          </Button>
        ))}
      </fieldset>
      <Download named={named} query={query} disabled={error !== null} />
    </div>
  );
}

function CredentialSelect({ named }: { readonly named: string | null }) {
  const hub = useHub();
  const { value: keys } = useResource(hub.apiKeys);
  const listed =
    keys?.api_keys.map(({ id, name, hint, rotated_to }) => ({
      value: id,
      label: `${name} (${hint.split('_').at(-1)}${rotated_to === null ? '' : ', being replaced'})`,
    })) ?? [];
  const known = named === null || [...listed, ...GROUPS].some(({ value }) => value === named);
  return (
    <NativeSelect
      label="Credential"
      value={named ?? ALL}
      // Arrow keys select every option they pass, so each replaces the history entry.
      onChange={(event) => navigate(usagePath(event.currentTarget.value || null), { replace: true })}
      data={[
        { value: ALL, label: 'All credentials' },
        ...listed,
        ...(known ? [] : [{ value: named, label: `Key ${named}` }]),
        ...GROUPS,
      ]}
    />
  );
}

interface DownloadProps {
  readonly named: string | null;
  readonly query: UsageQuery;
  /** The typed period is invalid, so the file would not match it. */
  readonly disabled: boolean;
}

function Download({ named, query, disabled }: DownloadProps) {
  const { api } = useHub();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function download(): Promise<void> {
    setBusy(true);
    const outcome = await api.usageFile(query);
    setBusy(false);
    setProblem(outcome.ok ? null : outcome.problem);
    if (outcome.ok) saveFile(`usage-${named ?? 'all'}-${query.from}-${query.to}.csv`, outcome.value);
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={17} aria-hidden />}
        onClick={() => void download()}
        loading={busy}
        disabled={disabled}
      >
        Download CSV
      </Button>
      {problem !== null && (
        <div className={classes.problem}>
          <ProblemNotice problem={problem} onRetry={() => void download()} retrying={busy} />
        </div>
      )}
    </>
  );
}

/** Lets the browser save a text as a file. */
function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser holds the blob once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
