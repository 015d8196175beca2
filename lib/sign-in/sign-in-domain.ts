import { Aws } from 'aws-cdk-lib';
import { ManagedLoginVersion, UserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import type { UserPool } from './user-pool.ts';

export interface SignInDomainProps {
  readonly configuration: Configuration;
  readonly userPool: UserPool;
}

/**
 * Where Cognito's sign-in pages are. It holds no data and goes with the stack: a domain left behind would stand in the
 * way of the next one, since a pool has one.
 */
export class SignInDomain extends Construct {
  /** Without a trailing slash. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: SignInDomainProps) {
    super(scope, id);
    const { stage, signInDomainPrefix } = props.configuration;
    const domain = new UserPoolDomain(this, 'Domain', {
      userPool: props.userPool.pool,
      // Prefixes are unique among all accounts of a Region.
      cognitoDomain: { domainPrefix: signInDomainPrefix ?? `partner-hub-${stage}-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.origin = domain.baseUrl();
  }
}
