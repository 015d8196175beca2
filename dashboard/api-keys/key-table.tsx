import { UnstyledButton } from '@mantine/core';
import { IconArrowsSort, IconSortAscending, IconSortDescending } from '../elements/icons.ts';
import type { KeyGroup } from './key-groups.ts';
import { COLUMN_TITLES, type Column, type Order } from './key-list.ts';
import type { KeyAction } from './key-menu.tsx';
import { KeyRow } from './key-row.tsx';
import classes from './key-table.module.css';

interface KeyTableProps {
  readonly groups: readonly KeyGroup[];
  readonly order: Order;
  readonly onOrder: (column: Column) => void;
  readonly newKeyId: string | null;
  readonly onAction: (action: KeyAction) => void;
}

/** Renders a table. On narrow screens each row is a card; the roles keep it a table for assistive technology. */
export function KeyTable({ groups, order, onOrder, newKeyId, onAction }: KeyTableProps) {
  const heading = (column: Column) => <Heading column={column} order={order} onOrder={onOrder} />;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: browsers drop table roles where CSS changes `display`
    <table className={classes.table} role="table" aria-label="API keys">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          {heading('name')}
          <th scope="col">Access</th>
          {heading('created_at')}
          {heading('created_by')}
          {heading('last_used_at')}
          {heading('expires_at')}
          {heading('status')}
          <th scope="col">
            <span className={classes.unseen}>Manage and delete</span>
          </th>
        </tr>
      </thead>
      {groups.map(({ key, replaced }) => (
        // A key and its predecessors are one group.
        // biome-ignore lint/a11y/noRedundantRoles: as above
        <tbody key={key.id} role="rowgroup" aria-label={replaced.length > 0 ? `${key.name}, being rotated` : undefined}>
          <KeyRow apiKey={key} successor={null} isNew={key.id === newKeyId} onAction={onAction} />
          {replaced.map((old) => (
            <KeyRow key={old.id} apiKey={old} successor={key} isNew={false} onAction={onAction} />
          ))}
        </tbody>
      ))}
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
