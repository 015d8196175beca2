import { Duration } from 'aws-cdk-lib';
import { CfnUserPoolClient, OAuthScope, UserPoolClient, UserPoolClientIdentityProvider } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { UserPool } from './user-pool.ts';

export interface HubClientProps {
  readonly userPool: UserPool;
  readonly callbackUrl: string;
  readonly logoutUrl: string;
}

/**
 * The app client of the hub's pages: authorization code with PKCE and no client secret, which a page could not keep.
 * It takes no password itself, only Cognito's own pages do.
 */
export class HubClient extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: HubClientProps) {
    super(scope, id);
    const client = new UserPoolClient(this, 'Client', {
      userPool: props.userPool.pool,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [props.callbackUrl],
        logoutUrls: [props.logoutUrl],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // Short, because an ID token is good until it expires, whatever happens to the account. The user's record is
      // looked up with every call, so that a removed user is out at once all the same.
      idTokenValidity: Duration.minutes(15),
      accessTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
    });
    // Without a list of its own, a client would also accept passwords from anyone's InitiateAuth.
    if (!(client.node.defaultChild instanceof CfnUserPoolClient)) throw new Error('The app client has another shape.');
    client.node.defaultChild.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    this.clientId = client.userPoolClientId;
  }
}
