import { UnstyledButton } from '@mantine/core';
import type { ApiKey } from '../../lambdas/http/management-schemas.ts';
import { IconArrowsSort, IconSortAscending, IconSortDescending } from '../icons.ts';
import { COLUMN_TITLES, type Column, type Order } from './key-list.ts';
import { KeyRow } from './key-row.tsx';
import classes from './key-table.module.css';

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  readonly order: Order;
  readonly onOrder: (column: Column) => void;
  readonly newKeyId: string | null;
  readonly onDelete: (key: ApiKey) => void;
}

/** A table; on narrow screens each row becomes a card, and the roles keep it a table for assistive technology. */
export function KeyTable({ keys, order, onOrder, newKeyId, onDelete }: KeyTableProps) {
  const heading = (column: Column) => <Heading column={column} order={order} onOrder={onOrder} />;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: browsers drop table roles where CSS changes `display`
    <table className={classes.table} role="table" aria-label="API keys">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          {heading('name')}
          <th scope="col">Key</th>
          {heading('created_at')}
          {heading('created_by')}
          {heading('last_used_at')}
          {heading('status')}
          <th scope="col">
            <span className={classes.unseen}>Delete</span>
          </th>
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tbody role="rowgroup">
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} isNew={key.id === newKeyId} onDelete={() => onDelete(key)} />
        ))}
      </tbody>
    </table>
  );
}

interface HeadingProps {
  readonly column: Column;
  readonly order: Order;
  readonly onOrder: (column: Column) => void;
}

function Heading({ column, order, onOrder }: HeadingProps) {
  const sorted = order.column === column;
  const Icon = sorted ? (order.descending ? IconSortDescending : IconSortAscending) : IconArrowsSort;
  return (
    <th scope="col" aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton className={classes.sort} data-sorted={sorted || undefined} onClick={() => onOrder(column)}>
        {COLUMN_TITLES[column]}
        <Icon size={15} aria-hidden />
      </UnstyledButton>
    </th>
  );
}
