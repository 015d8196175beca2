import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../domain/dependency-error.ts';
import type { PasswordFailures } from '../domain/ports.ts';
import { type Item, integerOf } from './attributes.ts';
import { asDependencyError } from './dynamodb-client.ts';
import { recordKeys } from './record-items.ts';

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
        return { outcome: 'exhausted' as const, windowEndsAt: integerOf(previous, 'window_ends_at') };
      }
      const started = await this.#update(usernameHash, startWindow(now));
      if (started.written) return { outcome: 'reserved' as const, windowEndsAt: now + WINDOW_SECONDS };
      // Somebody else started the window: count in theirs.
    }
    throw new DependencyError('dynamodb', 'The window of password failures kept changing.');
  }

  async release(usernameHash: string, windowEndsAt: number) {
    await this.#update(usernameHash, {
      UpdateExpression: 'ADD failures :minusOne',
      ConditionExpression: 'window_ends_at = :windowEndsAt AND failures > :zero',
      ExpressionAttributeValues: {
        ':minusOne': { N: '-1' },
        ':windowEndsAt': { N: String(windowEndsAt) },
        ':zero': { N: '0' },
      },
    });
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

function countInWindow(now: number): Update {
  return {
    UpdateExpression: 'ADD failures :one',
    ConditionExpression: 'window_ends_at > :now AND failures < :max',
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':now': { N: String(now) },
      ':max': { N: String(MAX_FAILURES) },
    },
  };
}

function startWindow(now: number): Update {
  return {
    UpdateExpression: 'SET failures = :one, window_ends_at = :end, #ttl = :end',
    ConditionExpression: 'attribute_not_exists(PK) OR window_ends_at <= :now',
    ExpressionAttributeValues: {
      ':one': { N: '1' },
      ':now': { N: String(now) },
      ':end': { N: String(now + WINDOW_SECONDS) },
    },
  };
}
