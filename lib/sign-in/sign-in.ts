import type { Construct } from 'constructs';

/** The OpenID provider at which partner staff sign in. */
export interface SignIn {
  /** As the claim `iss` of its tokens has it. */
  readonly issuer: string;
  /** Where it publishes its signing keys. */
  readonly jwksUri: string;
  /** What the hub's page has to reach, as sources of a Content-Security-Policy. */
  readonly sources: readonly string[];
  /** What the hub asks for, separated by spaces. */
  readonly scopes: string;
  /** Makes the hub a client, below `scope`. */
  registerHub(scope: Construct, hub: HubAddress): HubRegistration;
}

export interface HubAddress {
  /** Host name, without a scheme. */
  readonly domainName: string;
}

export interface HubRegistration {
  readonly clientId: string;
  /** Where the browser goes to sign out, complete with parameters. */
  readonly logoutUrl: string;
}
