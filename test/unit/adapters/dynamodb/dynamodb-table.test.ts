import { type DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
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

it('a write that runs into four transactions is written', async () => {
  expect(await busyTable(4).table.put({ Item: {} })).toEqual({ written: true, attributes: {} });
});
