/**
 * Names of the environment variables that the infrastructure sets and the functions read.
 * This is the only file of `lambdas/` that `lib/` may import.
 */
export const Env = {
  /** Name of the records table. */
  TABLE_NAME: 'TABLE_NAME',
  /** Environment of the API keys that this stage accepts: `live` or `test`. */
  KEY_ENVIRONMENT: 'KEY_ENVIRONMENT',
  /** Cognito user pool that holds the accounts of partner users. */
  USER_POOL_ID: 'USER_POOL_ID',
  /** App client of `POST /token`, usable with IAM only. */
  TOKEN_CLIENT_ID: 'TOKEN_CLIENT_ID',
} as const;
