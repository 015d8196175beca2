import { beforeAll, describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/functions/function-names.ts';
import { decide } from '../../local/policy/decide.ts';
import type { Statement } from '../../local/policy/policy-document.ts';
import { type Access, documentedAccesses } from './documented-accesses.ts';
import { functionPolicies } from './function-policies.ts';
import { synthesizeStacks } from './synthesized-stacks.ts';

const TABLE = '<RecordsTable.Arn>';
const KINDS = [
  ...['BATCH#', 'DENIAL#', 'DUE#', 'EMAIL#', 'IDENTITY#', 'LOGIN#', 'NOTICE#', 'PARTNER#', 'TOKEN#', 'USAGE#', 'USER#'],
];
const FOREIGN_KINDS = ['', 'OTHER#', 'partner#', 'XPARTNER#', 'PARTNER', '#'];
const ACTIONS = [
  ...['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan'],
  ...['UpdateItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate', 'TransactWriteItems'],
  ...['CreateBackup', 'DeleteTable', 'DescribeTable', 'ExportTableToPointInTime', 'PutResourcePolicy', 'UpdateTable'],
];
const WITH_KEYS = ['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'];
const documented = documentedAccesses();
const accessesOf = (name: FunctionName) => documented.get(name) ?? { single: [], transactions: [] };

let policies: Map<FunctionName, Statement[]>;

beforeAll(async () => {
  policies = functionPolicies(await synthesizeStacks({ senderAddress: 'codes@hub.example.com' }));
});

/** Whether a function may take the action; `keys` are the partition keys that AWS finds in the request. */
function isAllowed(name: FunctionName, action: string, keys: readonly string[], resource = TABLE): boolean {
  const context = { 'dynamodb:LeadingKeys': keys };
  return decide(policies.get(name) ?? [], { action: `dynamodb:${action}`, resource, context }).decision === 'allow';
}

const isDocumented = (name: FunctionName, action: string, kind: string) =>
  Object.values(accessesOf(name))
    .flat()
    .some(({ actions, kinds }: Access) => actions.includes(action) && kinds.includes(kind));

test('every function has a policy that is looked at, and every documented function exists', () => {
  expect([...policies.keys()].toSorted()).toEqual([...FUNCTION_NAMES].toSorted());
  expect([...documented.keys()].filter((name) => !policies.has(name as FunctionName))).toEqual([]);
  expect(documented.size).toBeGreaterThan(10);
});

describe.each(FUNCTION_NAMES)('%s', (name) => {
  test('is refused every action on every kind of records that is not documented', () => {
    const allowed = ACTIONS.flatMap((action) =>
      [...KINDS, ...FOREIGN_KINDS].filter(
        (kind) => isAllowed(name, action, [`${kind}abc`]) && !isDocumented(name, action, kind),
      ),
    );

    expect(allowed).toEqual([]);
  });

  test('is refused a batch that holds one other kind', () => {
    for (const action of WITH_KEYS) {
      for (const kind of KINDS.filter((one) => isDocumented(name, action, one))) {
        for (const other of [...KINDS, ...FOREIGN_KINDS].filter((one) => !isDocumented(name, action, one))) {
          expect([action, kind, other, isAllowed(name, action, [`${kind}a`, `${other}b`])]).toContain(false);
        }
      }
    }
  });

  test('is refused an index of the table, its backups and other tables', () => {
    for (const action of ACTIONS) {
      for (const resource of [`${TABLE}/index/i`, `${TABLE}/backup/b`, `${TABLE}-2`, '*', '<RecordsTable.StreamArn>']) {
        expect([action, resource, isAllowed(name, action, ['PARTNER#a'], resource)]).toContain(false);
      }
    }
  });

  test('may do what is documented', () => {
    for (const { actions, kinds } of accessesOf(name).single) {
      for (const action of actions) {
        for (const kind of kinds) expect([action, kind, isAllowed(name, action, [`${kind}a`])]).toContain(true);
      }
    }
  });

  // AWS does not say which keys the request of an item of a transaction has.
  test.each([
    ['its own key', (own: string) => [own]],
    ['the keys of all items', (_: string, all: string[]) => all],
    ['no key', () => []],
  ])('may make its transactions if an item is tested by %s', (_, keysOf) => {
    const { transactions } = accessesOf(name);
    const all = transactions.flatMap(({ kinds }) => kinds.map((kind) => `${kind}a`));
    for (const { actions, kinds } of transactions) {
      for (const action of actions) {
        for (const kind of kinds) {
          expect([action, kind, isAllowed(name, action, keysOf(`${kind}a`, all))]).toContain(true);
        }
      }
    }
  });
});
