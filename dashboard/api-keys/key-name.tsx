import { ActionIcon, TextInput } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { adviceFor } from '../api/problem-advice.ts';
import { IconCheck, IconPencil, IconX } from '../elements/icons.ts';
import { keyNameError } from '../key-parts/key-name-error.ts';
import { useHub } from '../state/hub.ts';
import { clockTime } from '../time/moments.ts';
import classes from './key-name.module.css';

/** Renames a key in place. What is typed stays until it is saved or canceled. */
export function KeyName({ apiKey }: { readonly apiKey: ApiKey }) {
  const [editing, setEditing] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);

  useEffect(() => {
    if (wasEditing.current && !editing) pencil.current?.focus();
    wasEditing.current = editing;
  }, [editing]);

  if (editing) return <Rename apiKey={apiKey} onDone={() => setEditing(false)} />;
  return (
    <span className={classes.name}>
      <bdi>{apiKey.name}</bdi>
      <ActionIcon
        ref={pencil}
        variant="subtle"
        color="gray"
        size="md"
        aria-label={`Rename key ${apiKey.name}`}
        title="Rename"
        onClick={() => setEditing(true)}
      >
        <IconPencil size={17} aria-hidden />
      </ActionIcon>
    </span>
  );
}

function Rename({ apiKey, onDone }: { readonly apiKey: ApiKey; readonly onDone: () => void }) {
  const hub = useHub();
  const [name, setName] = useState(apiKey.name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const wrong = keyNameError(name);
    setError(wrong);
    if (wrong !== null || busy) return;
    if (name.trim() === apiKey.name) return onDone();
    setBusy(true);
    const outcome = await hub.api.updateApiKey(apiKey.id, { name: name.trim() });
    setBusy(false);
    if (outcome.ok) {
      const renamed = outcome.value;
      hub.apiKeys.change((list) => ({
        ...list,
        api_keys: list.api_keys.map((key) => (key.id === renamed.id ? renamed : key)),
      }));
      hub.otherTabs.notify('changed');
      return onDone();
    }
    const advice = adviceFor(outcome.problem, (moment) => clockTime(moment, Date.now()));
    setError(`${advice.title}. ${advice.text}`);
    if (outcome.problem.code === 'not_found') void hub.apiKeys.load();
    // Lets the page announce that the session has ended and offer a new sign-in.
    if (advice.next === 'sign_in') void hub.viewer.load();
  }

  function giveUp(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onDone();
  }

  return (
    <form className={classes.form} onSubmit={(event) => void save(event)} onKeyDown={giveUp}>
      <TextInput
        size="xs"
        aria-label={`New name of key ${apiKey.name}`}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        error={error}
        readOnly={busy}
        autoFocus
        className={classes.input ?? ''}
      />
      <ActionIcon type="submit" size="lg" variant="light" aria-label="Save name" title="Save" loading={busy}>
        <IconCheck size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon size="lg" variant="subtle" color="gray" aria-label="Cancel renaming" title="Cancel" onClick={onDone}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </form>
  );
}
