import type { ApiKey } from '../../lambdas/http/management-schemas.ts';

export const COLUMNS = ['name', 'created_at', 'created_by', 'last_used_at', 'status'] as const;
export type Column = (typeof COLUMNS)[number];

export const COLUMN_TITLES: Readonly<Record<Column, string>> = {
  name: 'Name',
  created_at: 'Created',
  created_by: 'Created by',
  last_used_at: 'Last used',
  status: 'Status',
};

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export const NEWEST_FIRST: Order = { column: 'created_at', descending: true };

/** The keys whose name, hint or creator holds each of the words, whatever their case. */
export function searchKeys(keys: readonly ApiKey[], search: string): ApiKey[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return keys.filter(({ name, hint, created_by }) => {
    const text = `${name}\n${hint}\n${created_by}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Sorted anew; what has no value comes last in either direction, and equals keep newest first. */
export function sortKeys(keys: readonly ApiKey[], { column, descending }: Order): ApiKey[] {
  const sign = descending ? -1 : 1;
  const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return [...keys].sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || newest(a, b);
    return sign * names.compare(left, right) || newest(a, b);
  });
}

/** What a click on a column's heading makes of the order: times begin with the newest, texts with A. */
export function orderAfterClick(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column === 'created_at' || column === 'last_used_at' };
}

function newest(a: ApiKey, b: ApiKey): number {
  return b.created_at.localeCompare(a.created_at);
}
