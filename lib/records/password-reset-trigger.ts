import { Aws, Duration } from 'aws-cdk-lib';
import { Policy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Env } from '../../lambdas/env.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { UserPool } from '../sign-in/user-pool.ts';
import type { RecordsTable } from './records-table.ts';

export interface PasswordResetTriggerProps {
  readonly functionsDirectory: string;
  readonly table: RecordsTable;
  readonly userPool: UserPool;
}

/**
 * Ends the sessions of a user whose password was reset. It is in the stack of the user pool, which calls it: in another stack,
 * the two stacks would depend on each other.
 */
export class PasswordResetTrigger extends Construct {
  readonly fn: ServiceFunction;

  constructor(scope: Construct, id: string, props: PasswordResetTriggerProps) {
    super(scope, id);
    const { functionsDirectory, table, userPool } = props;
    this.fn = new ServiceFunction(this, 'Function', {
      name: 'password-reset',
      description: 'User pool: ends the sessions of a user after a password reset',
      functionsDirectory,
      memorySizeMb: 512,
      // As long as Cognito waits.
      timeout: Duration.seconds(5),
      environment: {
        [Env.TABLE_NAME]: table.tableName,
        [Env.USER_POOLS_ORIGIN]: `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
      },
    });
    table.grantEndAccessOfAccounts(this.fn);
    userPool.callAfterPasswordReset(this.fn.lambda);
    // The pool depends on the function, and the function on the policy of its role: this one, about the pool, stands apart.
    this.fn.lambda.role?.attachInlinePolicy(
      new Policy(this, 'SignOut', { statements: [userPool.endRefreshTokensStatement()] }),
    );
  }
}
