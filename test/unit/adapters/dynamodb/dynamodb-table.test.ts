import {
  type DynamoDBClient,
  type QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { DynamoDbTable } from '../../../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';

beforeEach(() => {
  // No wait between attempts.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A table whose first writes run into a transaction, and how many writes were sent. */
function busyTable(conflicts: number) {
  const sent = { writes: 0 };
  const send = async () => {
    sent.writes += 1;
    if (sent.writes <= conflicts) throw new TransactionConflictException({ message: 'conflict', $metadata: {} });
    return {};
  };
  return { sent, table: new DynamoDbTable({ send } as unknown as DynamoDBClient, 'records') };
}

it('a write that keeps running into transactions fails after five attempts', async () => {
  const { sent, table } = busyTable(5);
  await expect(table.put({ Item: {} })).rejects.toThrow(DependencyError);
  expect(sent.writes).toBe(5);
});

it('a deletion that runs into transactions is repeated', async () => {
  const { sent, table } = busyTable(4);
  await table.delete({ PK: { S: 'DUE#2026-12-01' }, SK: { S: 'key' } });
  expect(sent.writes).toBe(5);
});

it('a write that runs into four transactions is written', async () => {
  expect(await busyTable(4).table.put({ Item: {} })).toEqual({ written: true, attributes: {} });
});

it('a transaction that can never be written is sent once', async () => {
  let sent = 0;
  const send = async () => {
    sent += 1;
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ItemCollectionSizeLimitExceeded' }];
    throw new TransactionCanceledException({ message: 'canceled', $metadata: {}, CancellationReasons });
  };
  const table = new DynamoDbTable({ send } as unknown as DynamoDBClient, 'records');
  await expect(table.transact([])).rejects.toThrow(DependencyError);
  expect(sent).toBe(1);
});

// Otherwise a partner with many keys or users would see some of them only.
it('a list is read to its last page', async () => {
  const keys: unknown[] = [];
  const [first, last] = [{ PK: { S: 'first' } }, { PK: { S: 'last' } }];
  const send = async ({ input: { ExclusiveStartKey } }: QueryCommand) => {
    keys.push(ExclusiveStartKey);
    return keys.length === 1 ? { Items: [first], LastEvaluatedKey: first } : { Items: [last] };
  };
  const table = new DynamoDbTable({ send } as unknown as DynamoDBClient, 'records');
  expect(await table.queryAll({})).toEqual([first, last]);
  expect(keys).toEqual([undefined, first]);
});
