import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';

/**
 * Together they take a tenth of a call's time. The first builds log entries even if the logger discards them. The second sends
 * the SDK's name and version, which DynamoDB does not need. The third is for services that can call the function in turn.
 */
const DISPENSABLE_MIDDLEWARE = ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'];

/**
 * Makes at most two attempts of one second each. The authorizer makes at most two round trips and repeats each once for
 * unprocessed keys, so it can still respond within its own timeout of ten seconds.
 */
export function createDynamoDbClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  for (const name of DISPENSABLE_MIDDLEWARE) client.middlewareStack.remove(name);
  return client;
}

/** Wraps an SDK error, which must not leave the adapters. */
export function asDependencyError(error: unknown): DependencyError {
  return DependencyError.from('dynamodb', 'DynamoDB failed', error);
}
