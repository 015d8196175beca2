/** Our own part of an authorization: everything but the SDK. Bundled like the functions. */
export { DynamoDbCredentialStore } from '../../../lambdas/adapters/authorize/dynamodb-credential-store.ts';
export { createPartnerAuthorizer } from '../../../lambdas/handlers/partner-authorizer.ts';
