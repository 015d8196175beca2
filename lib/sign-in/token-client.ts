import { Duration } from 'aws-cdk-lib';
import { CfnUserPoolClient, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { UserPool } from './user-pool.ts';

export interface TokenClientProps {
  readonly userPool: UserPool;
}

/**
 * The app client with which `POST /token` checks a password. It serves AdminInitiateAuth alone, which takes IAM
 * permission: anyone could call a client that allows InitiateAuth. The tokens it yields are thrown away.
 * Its ID is no secret, but nobody needs it: Cognito's public calls for forgotten passwords take it, too.
 */
export class TokenClient extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: TokenClientProps) {
    super(scope, id);
    const client = new UserPoolClient(this, 'Client', {
      userPool: props.userPool.pool,
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
    // The construct adds ALLOW_REFRESH_TOKEN_AUTH by itself.
    if (!(client.node.defaultChild instanceof CfnUserPoolClient)) throw new Error('The app client has another shape.');
    client.node.defaultChild.explicitAuthFlows = ['ALLOW_ADMIN_USER_PASSWORD_AUTH'];
    this.clientId = client.userPoolClientId;
  }
}
