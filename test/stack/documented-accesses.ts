import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './synthesized-stacks.ts';

/** Actions that a function takes on any of the kinds. */
export interface Access {
  /** `PutItem` */
  readonly actions: readonly string[];
  /** `PARTNER#` */
  readonly kinds: readonly string[];
}

export interface FunctionAccesses {
  /** On single items, batches and queries. */
  readonly single: readonly Access[];
  /** Of all its transactions together. */
  readonly transactions: readonly Access[];
}

/** Which function reaches what, by name, as docs/records.md says: it is written before the code, from the transactions. */
export function documentedAccesses(): Map<string, FunctionAccesses> {
  const text = readFileSync(join(PROJECT, 'docs', 'records.md'), 'utf8');
  const section = text.split('## Which function may reach what\n')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([\w-]+)` \| (.+) \| (.+) \| (.+) \|$/gm)];
  return new Map(
    rows.map(([, name = '', reads = '', writes = '', transactions = '']) => [
      name,
      { single: [...accesses(reads), ...accesses(writes)], transactions: accesses(transactions) },
    ]),
  );
}

function accesses(cell: string): Access[] {
  if (cell.trim() === '–') return [];
  return cell.split('; ').map((part) => {
    const [actions = '', kinds = ''] = part.split(': ');
    const named = [...kinds.matchAll(/`([A-Z]+#)`/g)].map(([, kind = '']) => kind);
    if (!/^[A-Z]\w+(, [A-Z]\w+)*$/.test(actions) || named.length === 0) throw new Error(`"${part}" is no access.`);
    return { actions: actions.split(', '), kinds: named };
  });
}
