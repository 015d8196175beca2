import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { EmptyState } from '../elements/empty-state.tsx';
import { IconKey, IconSearch } from '../elements/icons.ts';
import { ListSkeleton } from '../elements/list-skeleton.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { currentPath, navigate } from '../navigation/location.ts';
import { KEYS_PAGE, keySetting } from '../navigation/pages.ts';
import type { Draft } from '../session/draft.ts';
import { useHub, useResource } from '../state/hub.ts';
import { useNow } from '../time/now.ts';
import { KeyDialogs } from './key-dialogs.tsx';
import { countedKeys, groupKeys } from './key-groups.ts';
import { NEWEST_FIRST, orderAfterClick, searchKeys, sortKeys } from './key-list.ts';
import type { KeyAction } from './key-menu.tsx';
import { KeyTable } from './key-table.tsx';
import classes from './keys-panel.module.css';
import { SortSelect } from './sort-select.tsx';

interface KeysPanelProps {
  /** The key that was just created. */
  readonly newKeyId: string | null;
  /** Gets the new key's ID. */
  readonly onCreated: (keyId: string) => void;
  /** null if no key can be created now. */
  readonly onGenerate: (() => void) | null;
}

export function KeysPanel({ newKeyId, onCreated, onGenerate }: KeysPanelProps) {
  const hub = useHub();
  const { value, problem, loading } = useResource(hub.apiKeys);
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState(NEWEST_FIRST);
  const [action, setAction] = useState(() => draftAction(hub.draft.current) ?? linkedAction());
  const now = useNow(1_000);
  const groups = value === null ? [] : groupKeys(value.api_keys, now);
  const shown = sortKeys(searchKeys(groups, search), order);

  function act(next: KeyAction | null): void {
    // After a reload or on coming back, the page must not ask again.
    if (keySetting(currentPath()) !== null) navigate(KEYS_PAGE, { replace: true });
    setAction(next);
  }

  return (
    <section aria-label="Your API keys" className={classes.keys}>
      {problem !== null && (
        <ProblemNotice problem={problem} onRetry={() => void hub.apiKeys.load()} retrying={loading} />
      )}
      {value === null && problem === null && <ListSkeleton />}
      {value !== null && groups.length === 0 && (
        <EmptyState
          Icon={IconKey}
          title="No API keys yet"
          action={onGenerate !== null && <Button onClick={onGenerate}>Generate your first key</Button>}
        >
          Create a key in about 30 seconds: name it, enter the code we send you, and copy it.
        </EmptyState>
      )}
      {value !== null && groups.length > 0 && (
        <div className={classes.panel}>
          <div className={classes.tools}>
            <TextInput
              aria-label="Search keys"
              placeholder="Search by name, key or creator"
              leftSection={<IconSearch size={17} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              className={classes.search ?? ''}
              type="search"
            />
            <SortSelect order={order} onOrder={setOrder} className={classes.sort ?? ''} />
            <span className={classes.count}>
              {countedKeys(value.api_keys)} of {value.limit} keys
            </span>
            <VisuallyHidden role="status">{search !== '' && `${shown.length} keys match.`}</VisuallyHidden>
          </div>
          {shown.length === 0 ? (
            <div className={classes.nothing}>
              <p>No key matches “{search}”.</p>
              <Button variant="default" size="xs" onClick={() => setSearch('')}>
                Show all keys
              </Button>
            </div>
          ) : (
            <KeyTable
              groups={shown}
              order={order}
              onOrder={(column) => setOrder(orderAfterClick(order, column))}
              newKeyId={newKeyId}
              onAction={act}
            />
          )}
        </div>
      )}
      <KeyDialogs keys={value?.api_keys ?? []} action={action} onAction={act} onCreated={onCreated} />
    </section>
  );
}

/** Returns the action that a link asks for. */
function linkedAction(): KeyAction | null {
  return keySetting(currentPath());
}

/** Returns the action whose draft a new sign-in restored. */
function draftAction(draft: Draft | null): KeyAction | null {
  if (draft === null || draft.keyId === null) return null;
  const { form, keyId } = draft;
  return form === 'change' || form === 'rotate' || form === 'enable' ? { kind: form, keyId } : null;
}
