import { Env } from '../../../lambdas/env.ts';
import { CREDENTIALS, REGION } from '../../client/embedded-store.ts';

/** Returns what an instance of the authorizer finds in its environment. */
export function functionEnvironment(tableName: string, endpoint: string): Record<string, string> {
  return {
    [Env.TABLE_NAME]: tableName,
    [Env.KEY_ENVIRONMENT]: 'test',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  };
}
