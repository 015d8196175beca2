import { print, printTable } from '../print.ts';
import type { Exchange } from './wire/exchange.ts';

const COLUMNS = ['2xx', '3xx', '400', '401', '403', '404', '413', '429', 'other 4xx', '5xx', 'no response'] as const;
type Column = (typeof COLUMNS)[number];

/** Counts requests by the kind of attack and the status of their responses. */
export class Summary {
  readonly #rows = new Map<string, { requests: number; counts: Map<Column, number> }>();
  requests = 0;
  /** 503s that the same request did not get again: the machine was too busy to check it in time. */
  late = 0;

  add(kind: string, sent: number, { responses }: Exchange): void {
    const row = this.#rows.get(kind) ?? { requests: 0, counts: new Map<Column, number>() };
    this.#rows.set(kind, row);
    const requests = Math.max(sent, responses.length);
    row.requests += requests;
    this.requests += requests;
    const columns = responses.map(({ status }) => columnOf(status));
    while (columns.length < requests) columns.push('no response');
    for (const column of columns) row.counts.set(column, (row.counts.get(column) ?? 0) + 1);
  }

  /** Prints the table, with the sums in its last row. */
  print(): void {
    const kinds = [...this.#rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const sum = (column: Column) => kinds.reduce((all, [, { counts }]) => all + (counts.get(column) ?? 0), 0);
    printTable(
      ['kind', 'requests', ...COLUMNS],
      [
        ...kinds.map(([kind, { requests, counts }]) => [
          kind,
          requests,
          ...COLUMNS.map((column) => counts.get(column) ?? 0),
        ]),
        ['all', this.requests, ...COLUMNS.map(sum)],
      ],
    );
    print();
    if (this.late > 0) print(`${this.late} requests could not be checked in time, and got 503.`);
  }
}

function columnOf(status: number): Column {
  if (status >= 500) return '5xx';
  if (status < 400) return status < 300 ? '2xx' : '3xx';
  const own = COLUMNS.find((column) => column === String(status));
  return own ?? 'other 4xx';
}
