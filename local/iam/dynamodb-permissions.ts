import type { PolicyRequest } from '../policy/policy-document.ts';
import { type Environment, isRecord, type PermissionsFor, permissions } from './permissions.ts';

const TARGET = 'DynamoDB_20120810.';

/** The action that each item of a transaction needs: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

type Input = Readonly<Record<string, unknown>>;

export interface DynamoDbOptions extends Environment {
  /** Returns the name of a table's partition key. */
  readonly partitionKeyOf: (tableName: string) => string | null;
}

/**
 * Returns permissions by table and partition key. The documentation shows `dynamodb:LeadingKeys` for single items, batches and
 * queries, but not for transactions: here each item has its own key. The policies are right under the other readings, too (docs/adr/0018-grants-by-partition.md).
 */
export function dynamoDbPermissions({ region, accountId, partitionKeyOf }: DynamoDbOptions): PermissionsFor {
  const on = (action: string, table: unknown, leadingKeys: (attribute: string) => string[]): PolicyRequest[] => {
    if (typeof table !== 'string') return [];
    const arn = table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
    const attribute = partitionKeyOf(arn.slice(arn.indexOf('/') + 1));
    const keys = attribute === null ? [] : leadingKeys(attribute);
    return [{ action: `dynamodb:${action}`, resource: arn, context: { 'dynamodb:LeadingKeys': keys } }];
  };
  const onItem = (action: string, input: unknown): PolicyRequest[] =>
    isRecord(input) ? on(action, input.TableName, (attribute) => [keyText(input.Key ?? input.Item, attribute)]) : [];

  return ({ target, input }) => {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    switch (operation) {
      case 'DeleteItem':
      case 'GetItem':
      case 'PutItem':
      case 'UpdateItem':
        return permissions(onItem(operation, input));
      case 'Query':
        // An index is a resource of its own, and the template has none.
        return input.IndexName === undefined
          ? permissions(on(operation, input.TableName, (attribute) => [queriedKey(input, attribute)]))
          : null;
      case 'Scan':
        return input.IndexName === undefined ? permissions(on(operation, input.TableName, () => [])) : null;
      case 'BatchGetItem':
        return permissions(
          Object.entries(isRecord(input.RequestItems) ? input.RequestItems : {}).flatMap(([table, request]) =>
            on(operation, table, (attribute) => listOf(request, 'Keys').map((key) => keyText(key, attribute))),
          ),
        );
      case 'TransactGetItems':
      case 'TransactWriteItems':
        return transaction(listOf(input, 'TransactItems'), onItem);
      default:
        return null;
    }
  };
}

/** Returns null if an item is of an unknown kind. */
function transaction(items: unknown[], onItem: (action: string, input: unknown) => PolicyRequest[]) {
  const needed = items.map((item) =>
    Object.entries(isRecord(item) ? item : {}).flatMap(([kind, input]) => {
      const action = Object.hasOwn(TRANSACTION_ACTIONS, kind) ? TRANSACTION_ACTIONS[kind] : undefined;
      return action === undefined ? [] : onItem(action, input);
    }),
  );
  return needed.some((ofItem) => ofItem.length !== 1) ? null : permissions(needed.flat());
}

function listOf(input: unknown, name: string): unknown[] {
  const value = isRecord(input) ? input[name] : undefined;
  return Array.isArray(value) ? value : [];
}

/** Returns the key, or an empty text, which no pattern of a policy accepts. */
function keyText(attributes: unknown, name: string): string {
  const value = isRecord(attributes) ? attributes[name] : undefined;
  const [text] = isRecord(value) ? Object.values(value) : [];
  return typeof text === 'string' ? text : '';
}

/** Returns the partition key in the key condition, which must compare it for equality. */
function queriedKey(input: Input, attribute: string): string {
  const names = isRecord(input.ExpressionAttributeNames) ? input.ExpressionAttributeNames : {};
  const expression = typeof input.KeyConditionExpression === 'string' ? input.KeyConditionExpression : '';
  for (const [, name = '', value = ''] of expression.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)) {
    if ((names[name] ?? name) === attribute) return keyText(input.ExpressionAttributeValues, value);
  }
  return '';
}
