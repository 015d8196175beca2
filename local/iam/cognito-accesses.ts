import { type AccessesOf, accesses, type Place } from './access.ts';

const TARGET = 'AWSCognitoIdentityProviderService.';

/** The operations of administrators. The others are for users, who need no IAM, and no function calls them. */
export function cognitoAccesses({ region, accountId }: Place): AccessesOf {
  return ({ target, input: { UserPoolId: poolId } }) => {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    if (!operation.startsWith('Admin') || typeof poolId !== 'string') return null;
    const resource = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
    return accesses([{ action: `cognito-idp:${operation}`, resource, context: {} }]);
  };
}
