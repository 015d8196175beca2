import { type PermissionsFor, type Place, permissions } from './permissions.ts';

const TARGET = 'AWSCognitoIdentityProviderService.';

/** The operations of administrators. The others are for users, who need no IAM, and no function calls them. */
export function cognitoPermissions({ region, accountId }: Place): PermissionsFor {
  return ({ target, input: { UserPoolId: poolId } }) => {
    const operation = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    if (!operation.startsWith('Admin') || typeof poolId !== 'string') return null;
    const resource = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
    return permissions([{ action: `cognito-idp:${operation}`, resource, context: {} }]);
  };
}
