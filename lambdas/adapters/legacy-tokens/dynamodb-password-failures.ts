import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { PasswordFailures } from '../../domain/legacy-tokens/password-check.ts';
import { type Item, integerOf } from '../dynamodb/attributes.ts';
import { asDependencyError } from '../dynamodb/dynamodb-client.ts';
import { recordKeys } from '../dynamodb/record-items.ts';

/** Wrong passwords for one user name in one window; the window starts with the first. */
const MAX_FAILURES = 20;
const WINDOW_SECONDS = 15 * 60;
/** Windows that start or end between two of our updates. */
const MAX_ATTEMPTS = 4;

type Update = Pick<UpdateItemCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

export class DynamoDbPasswordFailures implements PasswordFailures {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async reserve(usernameHash: string, now: number) {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const counted = await this.#update(usernameHash, countInWindow(now));
      if (counted.written) {
        return { outcome: 'reserved' as const, windowEndsAt: integerOf(counted.item, 'window_ends_at') };
      }
      const { previous } = counted;
      if (previous !== undefined && integerOf(previous, 'window_ends_at') > now) {
        return { outcome: 'exhausted' as const, tryAgainAt: tryAgainAt(previous, now) };
      }
      const started = await this.#update(usernameHash, startWindow(now));
      if (started.written) return { outcome: 'reserved' as const, windowEndsAt: now + WINDOW_SECONDS };
      // Somebody else started the window: count in theirs.
    }
    throw new DependencyError('dynamodb', 'The window of password failures kept changing.');
  }

  async release(usernameHash: string, windowEndsAt: number) {
    await this.#update(usernameHash, inWindow(windowEndsAt, 'ADD taken :change', '-1'));
  }

  async confirm(usernameHash: string, windowEndsAt: number) {
    await this.#update(usernameHash, inWindow(windowEndsAt, 'ADD failures :change', '1'));
  }

  async #update(
    usernameHash: string,
    update: Update,
  ): Promise<{ written: true; item: Item } | { written: false; previous: Item | undefined }> {
    try {
      const answer = await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#tableName,
          Key: recordKeys.passwordFailures(usernameHash),
          ...update,
          ...(update.UpdateExpression?.includes('#ttl') ? { ExpressionAttributeNames: { '#ttl': 'ttl' } } : {}),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { written: true, item: answer.Attributes ?? {} };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { written: false, previous: error.Item };
      throw asDependencyError(error);
    }
  }
}

/** Tries that were taken and not given back are failures once confirmed; until then they are right or wrong passwords under way. */
function tryAgainAt(item: Item, now: number): number {
  return integerOf(item, 'failures') < MAX_FAILURES ? now + 1 : integerOf(item, 'window_ends_at');
}

function countInWindow(now: number): Update {
  return {
    UpdateExpression: 'ADD taken :one',
    ConditionExpression: 'window_ends_at > :now AND taken < :max',
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':now': { N: String(now) },
      ':max': { N: String(MAX_FAILURES) },
    },
  };
}

function startWindow(now: number): Update {
  return {
    UpdateExpression: 'SET taken = :one, failures = :zero, window_ends_at = :end, #ttl = :end',
    ConditionExpression: 'attribute_not_exists(PK) OR window_ends_at <= :now',
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':zero': { N: '0' },
      ':now': { N: String(now) },
      ':end': { N: String(now + WINDOW_SECONDS) },
    },
  };
}

function inWindow(windowEndsAt: number, update: string, change: '1' | '-1'): Update {
  return {
    UpdateExpression: update,
    ConditionExpression: 'window_ends_at = :windowEndsAt AND taken > :zero',
    ExpressionAttributeValues: {
      ':change': { N: change },
      ':windowEndsAt': { N: String(windowEndsAt) },
      ':zero': { N: '0' },
    },
  };
}
