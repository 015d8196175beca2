import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  UserPool as CognitoUserPool,
  FeaturePlan,
  type IUserPool,
  Mfa,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../functions/acknowledge.ts';

export interface UserPoolProps {
  /** Must be a verified identity in SES. Null: Cognito's own sender. */
  readonly senderAddress: string | null;
  /** Whether everybody needs an authenticator app. Managed login never asks for a second factor that is optional. */
  readonly mfa: 'off' | 'required';
}

/** The accounts of partner staff. Operators create them; there is no sign-up. */
export class UserPool extends Construct {
  readonly pool: IUserPool;
  readonly #pool: CognitoUserPool;
  readonly userPoolId: string;
  /** Of the tokens that the pool issues. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: UserPoolProps) {
    super(scope, id);
    const pool = new CognitoUserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      ...(props.mfa === 'off' ? { mfa: Mfa.OFF } : { mfa: Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } }),
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(pool, {
      COG8: 'Threat protection is charged by the user; POST /token counts failures itself, and the setting mfa asks for more than a password.',
      ...(props.mfa === 'off'
        ? { COG2: 'A setting (mfa): authenticator apps would end POST /token, which existing integrations need.' }
        : {}),
    });
    if (props.senderAddress !== null) sendThroughSes(pool, props.senderAddress);
    this.#pool = pool;
    this.pool = pool;
    this.userPoolId = pool.userPoolId;
    this.issuer = pool.userPoolProviderUrl;
  }

  /** Calls the function when a user has set a new password with a code. */
  callAfterPasswordReset(fn: IFunction): void {
    this.#pool.addTrigger(UserPoolOperation.POST_CONFIRMATION, fn);
  }

  grantEndRefreshTokens(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(this.endRefreshTokensStatement());
  }

  /** Allows to end the refresh tokens of a user. */
  endRefreshTokensStatement(): PolicyStatement {
    return new PolicyStatement({ actions: ['cognito-idp:AdminUserGlobalSignOut'], resources: [this.pool.userPoolArn] });
  }

  /** A password check that only IAM can ask for. */
  grantVerifyPasswords(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['cognito-idp:AdminInitiateAuth'], resources: [this.pool.userPoolArn] }),
    );
  }
}

/** `UserPoolEmail.withSES` wants to know the Region, and these stacks are bound to none. */
function sendThroughSes(pool: CognitoUserPool, senderAddress: string): void {
  const resource = pool.node.defaultChild as CfnUserPool;
  resource.emailConfiguration = {
    emailSendingAccount: 'DEVELOPER',
    from: senderAddress,
    sourceArn: Stack.of(pool).formatArn({ service: 'ses', resource: 'identity', resourceName: senderAddress }),
  };
}
