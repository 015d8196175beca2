import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/** @param timeoutMs - for each of two attempts */
export function createCognitoClient(timeoutMs = 2_500): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
}
