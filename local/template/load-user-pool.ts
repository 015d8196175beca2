import type { UserPoolDefinition } from './application.ts';
import { isGranted, type Permission } from './load-permission.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, text } from './schemas.ts';
import { DESCRIPTIVE, PROTECTS_DATA, SIGN_IN } from './without-local-effect.ts';

const USER_POOL = map({
  LambdaConfig: map({ PostConfirmation: text.optional() }).prefault({}),
  ...ignored(
    SIGN_IN,
    'AccountRecoverySetting',
    'AdminCreateUserConfig',
    'AutoVerifiedAttributes',
    'EmailConfiguration',
    'EmailVerificationMessage',
    'EmailVerificationSubject',
    'EnabledMfas',
    'MfaConfiguration',
    'Policies',
    'Schema',
    'SmsVerificationMessage',
    'UsernameAttributes',
    'UsernameConfiguration',
    'VerificationMessageTemplate',
  ),
  ...ignored(PROTECTS_DATA, 'DeletionProtection'),
  ...ignored(DESCRIPTIVE, 'UserPoolName', 'UserPoolTags', 'UserPoolTier'),
});

export interface UserPoolResources {
  readonly pools: readonly LoadedResource[];
  readonly permissions: readonly Permission[];
  readonly functionArns: ReadonlySet<string>;
}

/** Loads the user pools with their triggers. Throws a TemplateError for a trigger that the pool has no permission to call. */
export function loadUserPools({ pools, permissions, functionArns }: UserPoolResources): UserPoolDefinition[] {
  return pools.map((pool) => {
    const { PostConfirmation: functionArn = null } = pool.properties(USER_POOL).LambdaConfig;
    const path = 'LambdaConfig.PostConfirmation';
    if (functionArn !== null && !functionArns.has(functionArn)) {
      throw pool.error(path, `${functionArn} is no function of the template.`);
    }
    const sourceArn = pool.attribute('Arn');
    if (
      functionArn !== null &&
      !isGranted(permissions, { functionArn, principal: 'cognito-idp.amazonaws.com', sourceArn })
    ) {
      throw pool.error(path, `the user pool has no permission to call ${functionArn}.`);
    }
    return { id: pool.physicalId, postConfirmation: functionArn };
  });
}
