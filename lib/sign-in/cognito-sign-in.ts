import { CfnManagedLoginBranding } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { HubClient } from './hub-client.ts';
import type { HubAddress, HubRegistration, SignIn } from './sign-in.ts';
import type { SignInDomain } from './sign-in-domain.ts';
import type { UserPool } from './user-pool.ts';

/** Sign-in on Cognito's own pages, with the accounts of the user pool. */
export class CognitoSignIn implements SignIn {
  readonly issuer: string;
  readonly jwksUri: string;
  /** Refresh tokens come without asking; `offline_access` is no scope of Cognito. */
  readonly scopes = 'openid email';
  readonly sources: readonly string[];
  readonly #userPool: UserPool;
  readonly #domain: SignInDomain;

  constructor(userPool: UserPool, domain: SignInDomain) {
    this.issuer = userPool.issuer;
    this.jwksUri = `${userPool.issuer}/.well-known/jwks.json`;
    // Discovery is served below the issuer, at a host that all pools of the Region share; tokens come from the domain.
    this.sources = [`${userPool.issuer}/`, domain.origin];
    this.#userPool = userPool;
    this.#domain = domain;
  }

  registerHub(scope: Construct, { domainName }: HubAddress): HubRegistration {
    const { clientId } = new HubClient(scope, 'Client', {
      userPool: this.#userPool,
      callbackUrl: `https://${domainName}/callback`,
      logoutUrl: `https://${domainName}/`,
    });
    // Until a client has a branding, its sign-in page says that login pages are unavailable.
    new CfnManagedLoginBranding(scope, 'Branding', {
      userPoolId: this.#userPool.userPoolId,
      clientId,
      useCognitoProvidedValues: true,
    });
    return {
      clientId,
      logoutUrl: `${this.#domain.origin}/logout?client_id=${clientId}&logout_uri=https%3A%2F%2F${domainName}%2F`,
    };
  }
}
