import type { OpenIdProvider } from '../configuration/configuration.ts';
import type { HubRegistration, SignIn } from './sign-in.ts';

/** Sign-in at an OpenID provider of the operator's, where the hub was registered by hand. */
export class ConfiguredSignIn implements SignIn {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly sources: readonly string[];
  readonly scopes: string;
  readonly #registration: HubRegistration;

  constructor({ issuer, jwksUri, clientId, logoutUrl, sources, scopes }: OpenIdProvider) {
    this.issuer = issuer;
    this.jwksUri = jwksUri;
    this.sources = [new URL(issuer).origin, ...sources];
    this.scopes = scopes;
    this.#registration = { clientId, logoutUrl };
  }

  registerHub(): HubRegistration {
    return this.#registration;
  }
}
