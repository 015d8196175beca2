import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../../lambdas/http/management-schemas.ts';
import { EmptyState } from '../elements/empty-state.tsx';
import { ListSkeleton } from '../elements/list-skeleton.tsx';
import { ProblemNotice } from '../elements/problem-notice.tsx';
import { IconKey, IconSearch } from '../icons.ts';
import { useHub, useResource } from '../state/hub.ts';
import { DeleteKeyDialog } from './delete-key-dialog.tsx';
import { NEWEST_FIRST, orderAfterClick, searchKeys, sortKeys } from './key-list.ts';
import { KeyTable } from './key-table.tsx';
import classes from './keys-panel.module.css';
import { SortSelect } from './sort-select.tsx';

interface KeysPanelProps {
  /** Key that was created a moment ago. */
  readonly newKeyId: string | null;
  /** null where no key can be created now. */
  readonly onGenerate: (() => void) | null;
}

export function KeysPanel({ newKeyId, onGenerate }: KeysPanelProps) {
  const hub = useHub();
  const { value, problem, loading } = useResource(hub.apiKeys);
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState(NEWEST_FIRST);
  const [deleting, setDeleting] = useState<ApiKey | null>(null);
  const shown = value === null ? [] : sortKeys(searchKeys(value.api_keys, search), order);

  return (
    <section aria-label="Your API keys" className={classes.keys}>
      {problem !== null && (
        <ProblemNotice problem={problem} onRetry={() => void hub.apiKeys.load()} retrying={loading} />
      )}
      {value === null && problem === null && <ListSkeleton />}
      {value !== null && value.api_keys.length === 0 && (
        <EmptyState
          Icon={IconKey}
          title="No API keys yet"
          action={onGenerate !== null && <Button onClick={onGenerate}>Generate your first key</Button>}
        >
          Name it, confirm with a code that we send you, copy it. It takes half a minute.
        </EmptyState>
      )}
      {value !== null && value.api_keys.length > 0 && (
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
              {value.api_keys.length} of {value.limit} keys
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
              keys={shown}
              order={order}
              onOrder={(column) => setOrder(orderAfterClick(order, column))}
              newKeyId={newKeyId}
              onDelete={setDeleting}
            />
          )}
        </div>
      )}
      <DeleteKeyDialog apiKey={deleting} onClose={() => setDeleting(null)} />
    </section>
  );
}
