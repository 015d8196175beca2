import { setTimeout as delay } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { asDependencyError } from './dynamodb-client.ts';

const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 20;
/** Why a transaction is cancelled, and may not be the next time. The SDK repeats none of them. */
const PASSING = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/**
 * Writes all items or none. Answers the indexes of the items whose condition failed; empty means written.
 * A conflict with another transaction, or throttling, is tried again with jitter. Throws a DependencyError.
 */
export async function transact(
  client: DynamoDBClient,
  items: TransactWriteItem[],
  maxAttempts = MAX_ATTEMPTS,
): Promise<readonly number[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      // A command of its own for each attempt: its generated token makes the SDK's own repetitions safe.
      await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return [];
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw asDependencyError(error);
      const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code);
      const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
      if (failed.length > 0) return failed;
      const passing = codes.some((code) => code !== undefined && PASSING.includes(code));
      if (!passing || attempt === maxAttempts) throw asDependencyError(error);
      await backOff(attempt);
    }
  }
}

/**
 * Writes one item, which is no transaction but can run into one. Answers whether its condition held. A conflict is tried
 * again as above. Throws a DependencyError.
 */
export async function writeIf(client: DynamoDBClient, command: PutItemCommand | UpdateItemCommand): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await (command instanceof PutItemCommand ? client.send(command) : client.send(command));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      if (!(error instanceof TransactionConflictException) || attempt === MAX_ATTEMPTS) throw asDependencyError(error);
      await backOff(attempt);
    }
  }
}

async function backOff(attempt: number): Promise<void> {
  await delay(Math.random() * BASE_DELAY_MS * 2 ** attempt);
}
