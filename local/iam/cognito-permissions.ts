import { type Environment, type PermissionsFor, permissions } from './permissions.ts';

const TARGET = 'AWSCognitoIdentityProviderService.';

/** Knows the operations of administrators. The others are for users, need no IAM permission, and no function calls them. */
export function cognitoPermissions({ region, accountId }: Environment): PermissionsFor {
  return ({ target, input: { UserPoolId: poolId } }) => {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    if (!operation.startsWith('Admin') || typeof poolId !== 'string') return null;
    const resource = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
    return permissions([{ action: `cognito-idp:${operation}`, resource, context: {} }]);
  };
}
