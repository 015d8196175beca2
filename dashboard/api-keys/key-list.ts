import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { KeyGroup } from './key-groups.ts';

export const COLUMNS = ['name', 'created_at', 'created_by', 'last_used_at', 'expires_at', 'status'] as const;
export type Column = (typeof COLUMNS)[number];

export const COLUMN_TITLES: Readonly<Record<Column, string>> = {
  name: 'Name',
  created_at: 'Created',
  created_by: 'Created by',
  last_used_at: 'Last used',
  expires_at: 'Ends',
  status: 'Status',
};

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export const NEWEST_FIRST: Order = { column: 'created_at', descending: true };

/** Returns the keys that contain every word in their, or their predecessors', name, hint or creator. */
export function searchKeys(groups: readonly KeyGroup[], search: string): KeyGroup[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return groups.filter(({ key, replaced }) => {
    const text = [key, ...replaced]
      .map(({ name, hint, created_by }) => `${name}\n${hint}\n${created_by}`)
      .join('\n')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Returns a sorted copy. Missing values come last in both directions; ties are newest first. */
export function sortKeys(groups: readonly KeyGroup[], { column, descending }: Order): KeyGroup[] {
  const sign = descending ? -1 : 1;
  const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return [...groups].sort(({ key: a }, { key: b }) => {
    const [left, right] = [a[column], b[column]];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || newest(a, b);
    return sign * names.compare(left, right) || newest(a, b);
  });
}

/** Returns the order after a click on a heading: past times start with the newest, the rest with A or the soonest. */
export function orderAfterClick(order: Order, column: Column): Order {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: column === 'created_at' || column === 'last_used_at' };
}

function newest(a: ApiKey, b: ApiKey): number {
  return b.created_at.localeCompare(a.created_at);
}
