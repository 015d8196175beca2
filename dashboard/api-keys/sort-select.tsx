import { NativeSelect } from '@mantine/core';
import { COLUMN_TITLES, COLUMNS, type Column, type Order, orderAfterClick } from './key-list.ts';

interface SortSelectProps {
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly className: string;
}

/** Sorts where the table has no headings to click. */
export function SortSelect({ order, onOrder, className }: SortSelectProps) {
  const choose = (column: Column) => onOrder(orderAfterClick({ column: order.column, descending: false }, column));
  return (
    <NativeSelect
      className={className}
      aria-label="Sort by"
      value={order.column}
      data={COLUMNS.map((value) => ({ value, label: `Sort by ${COLUMN_TITLES[value].toLowerCase()}` }))}
      onChange={(event) => choose(event.currentTarget.value as Column)}
    />
  );
}
