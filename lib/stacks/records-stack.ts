import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import type { ServiceFunction } from '../functions/service-function.ts';
import { GeneratedSecret } from '../records/generated-secret.ts';
import { PasswordResetTrigger } from '../records/password-reset-trigger.ts';
import type { Records } from '../records/records.ts';
import { RecordsTable } from '../records/records-table.ts';
import { CognitoSignIn } from '../sign-in/cognito-sign-in.ts';
import { ConfiguredSignIn } from '../sign-in/configured-sign-in.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { SignInDomain } from '../sign-in/sign-in-domain.ts';
import { UserPool } from '../sign-in/user-pool.ts';

export interface RecordsStackProps extends StackProps {
  readonly configuration: Configuration;
  /** Holds the bundles, one directory a function. */
  readonly functionsDirectory: string;
}

/** The stack of what outlives the service. */
export class RecordsStack extends Stack implements Records {
  readonly table: RecordsTable;
  readonly userPool: UserPool;
  readonly signIn: SignIn;
  readonly passwordReset: ServiceFunction;
  readonly otpPepper: GeneratedSecret;
  readonly messagingApiKey: GeneratedSecret;

  constructor(scope: Construct, id: string, props: RecordsStackProps) {
    super(scope, id, {
      description: 'Partner API authentication: records, accounts and secrets',
      terminationProtection: true,
      ...props,
    });
    const { configuration, functionsDirectory } = props;
    const { stage, openIdProvider } = configuration;
    this.table = new RecordsTable(this, 'Records');
    this.userPool = new UserPool(this, 'Accounts', configuration);
    const { table, userPool } = this;
    this.passwordReset = new PasswordResetTrigger(this, 'PasswordReset', { functionsDirectory, table, userPool }).fn;
    this.signIn =
      openIdProvider === null
        ? new CognitoSignIn(this.userPool, new SignInDomain(this, 'SignIn', { configuration, userPool: this.userPool }))
        : new ConfiguredSignIn(openIdProvider);
    this.otpPepper = new GeneratedSecret(this, 'OtpPepper', {
      description: `Partner Hub, stage ${stage}: one-time codes are hashed with it`,
      retained: true,
    });
    this.messagingApiKey = new GeneratedSecret(this, 'MessagingApiKey', {
      description: `Partner Hub, stage ${stage}: channel key of the Messaging API, to be put here by an operator`,
      retained: true,
    });

    new CfnOutput(this, 'TableName', { value: this.table.tableName, description: 'Table of all records' });
    new CfnOutput(this, 'UserPoolId', { value: this.userPool.userPoolId, description: 'Accounts of partner staff' });
    new CfnOutput(this, 'OtpPepperSecretArn', {
      value: this.otpPepper.arn,
      description: 'Secret that one-time codes are hashed with',
    });
    new CfnOutput(this, 'MessagingApiKeySecretArn', {
      value: this.messagingApiKey.arn,
      description: 'Secret that holds the channel key of the Messaging API',
    });
  }
}
