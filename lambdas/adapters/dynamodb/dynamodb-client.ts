import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DependencyError } from '../../domain/base/dependency-error.ts';

/**
 * A tenth of a call, taken together. The first builds its arguments even for a logger that discards them. The second writes
 * the SDK's name and version, which DynamoDB does not ask for. The third is for services that can call the function in turn.
 */
const DISPENSABLE_MIDDLEWARE = ['loggerMiddleware', 'getUserAgentMiddleware', 'recursionDetectionMiddleware'];

/**
 * Two attempts of at most a second each, so that the authorizer, which makes at most two round trips and repeats each once
 * for unprocessed keys, can still answer for itself before its own timeout of ten seconds.
 */
export function createDynamoDbClient(): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  for (const name of DISPENSABLE_MIDDLEWARE) client.middlewareStack.remove(name);
  return client;
}

/** SDK errors stop here. */
export function asDependencyError(error: unknown): DependencyError {
  return DependencyError.from('dynamodb', 'DynamoDB failed', error);
}
