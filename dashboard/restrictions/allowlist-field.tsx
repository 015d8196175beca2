import { ActionIcon, Button, TextInput, VisuallyHidden } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { coversIps, MAX_ALLOWLIST_ENTRIES } from '../../lambdas/domain/model/ip-allowlist.ts';
import { IconX } from '../elements/icons.ts';
import { useHub, useResource } from '../state/hub.ts';
import { type AddedEntries, type AllowlistError, type AllowlistInput, addEntries } from './allowlist-input.ts';
import classes from './restrictions.module.css';

interface AllowlistFieldProps {
  readonly allowlist: AllowlistInput;
  readonly onAllowlist: (allowlist: AllowlistInput) => void;
  readonly hint: ReactNode;
  /** The result of the last addition, which the form may have made. */
  readonly added: AddedEntries | null;
  readonly onAdded: (added: AddedEntries | null) => void;
  /** The API's error for the list. */
  readonly error: string | null;
  readonly readOnly: boolean;
  readonly children?: ReactNode;
}

/** Edits an IP allowlist; takes one or many typed or pasted entries. */
export function AllowlistField(props: AllowlistFieldProps) {
  const { allowlist, onAllowlist, hint, added, onAdded, error, readOnly, children } = props;
  const { entries, pending } = allowlist;
  const hintId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [removed, setRemoved] = useState<string | null>(null);

  function add(text: string): void {
    const result = addEntries(entries, text);
    setRemoved(null);
    onAdded(result);
    onAllowlist({ entries: result.entries, pending: result.pending });
  }

  function remove(entry: string): void {
    onAdded(null);
    setRemoved(entry);
    onAllowlist({ ...allowlist, entries: entries.filter((one) => one !== entry) });
    // The pressed button disappears with its entry.
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || pending.trim() === '') return;
    // Enter adds the entry; in an empty field it submits the form, as everywhere.
    event.preventDefault();
    add(pending);
  }

  function onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData.getData('text');
    if (readOnly || !/[\s,;]/.test(text.trim())) return;
    event.preventDefault();
    add(`${pending} ${text}`);
  }

  return (
    <fieldset className={classes.field} aria-describedby={hintId}>
      <legend>Allowed addresses</legend>
      <div className={classes.add}>
        <TextInput
          ref={input}
          aria-label="Address or range"
          placeholder="203.0.113.7 or 2001:db8::/48"
          value={pending}
          onChange={(event) => {
            onAdded(null);
            onAllowlist({ entries, pending: event.currentTarget.value });
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          error={added !== null && added.errors.length > 0 && <EntryErrors added={added} />}
          readOnly={readOnly}
          autoComplete="off"
          spellCheck={false}
        />
        <Button variant="default" onClick={() => add(pending)} disabled={pending.trim() === '' || readOnly}>
          Add
        </Button>
      </div>
      <p id={hintId} className={classes.hint}>
        {hint}
      </p>
      {added !== null && (added.normalized.length > 0 || added.repeated.length > 0) && (
        <p className={classes.hint}>{keptText(added)}</p>
      )}
      {error !== null && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
      {entries.length > 0 && (
        <ul className={classes.entries} aria-label={`${entries.length} of at most ${MAX_ALLOWLIST_ENTRIES} entries`}>
          {entries.map((entry) => (
            <li key={entry} className={classes.entry}>
              <code>{entry}</code>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="md"
                aria-label={`Remove ${entry}`}
                title="Remove"
                onClick={() => remove(entry)}
                disabled={readOnly}
              >
                <IconX size={15} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <ViewerAddress entries={entries} onAdd={add} readOnly={readOnly} />
      {children}
      <VisuallyHidden role="status">{statusText(added, removed, entries.length)}</VisuallyHidden>
    </fieldset>
  );
}

function EntryErrors({ added: { errors } }: { readonly added: AddedEntries }) {
  return (
    <span className={classes.errors}>
      {errors.map((one) => (
        <span key={one.error}>{errorText(one)}</span>
      ))}
    </span>
  );
}

interface ViewerAddressProps {
  readonly entries: readonly string[];
  readonly onAdd: (address: string) => void;
  readonly readOnly: boolean;
}

function ViewerAddress({ entries, onAdd, readOnly }: ViewerAddressProps) {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  const address = viewer?.viewer_ip ?? null;
  if (address === null) return null;
  return (
    <div className={classes.viewer}>
      <span>
        The hub sees you at <code>{address}</code>
        {isListed(entries, address) && ', which is in the list'}.
      </span>
      {!isListed(entries, address) && (
        <Button size="xs" variant="default" onClick={() => onAdd(address)} disabled={readOnly}>
          Add this address
        </Button>
      )}
    </div>
  );
}

function isListed(entries: readonly string[], address: string): boolean {
  try {
    return entries.length > 0 && coversIps(entries, [address]);
  } catch {
    return false;
  }
}

const MOST_NAMED = 5;

function errorText({ entries, error }: AllowlistError): string {
  const named = entries.slice(0, MOST_NAMED).map((entry) => `“${entry}”`);
  const more = entries.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${error}`;
}

function keptText({ normalized, repeated }: AddedEntries): string {
  return [
    ...normalized.map(({ typed, kept }) => `${typed} is kept as ${kept}.`),
    ...repeated.map((entry) => `${entry} is in the list already.`),
  ].join(' ');
}

function statusText(added: AddedEntries | null, removed: string | null, count: number): string {
  const size = `${count} of at most ${MAX_ALLOWLIST_ENTRIES} entries.`;
  if (removed !== null) return `${removed} is removed. ${size}`;
  if (added === null) return '';
  if (added.errors.length === 0) return `${keptText(added)} ${size}`;
  return added.errors.map(errorText).join(' ');
}
