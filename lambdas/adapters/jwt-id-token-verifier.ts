import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwksValidationError, JwkValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { DependencyError } from '../domain/dependency-error.ts';
import type { IdTokenVerifier } from '../domain/management-ports.ts';

export interface IdTokenIssuer {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
}

const TIMEOUT_MS = 2_500;

/** Checks signature, issuer, audience and times with the issuer's published keys, which are cached for the life of the instance. */
export class JwtIdTokenVerifier implements IdTokenVerifier {
  readonly #verify: (token: string) => Promise<Readonly<Record<string, unknown>>>;

  constructor({ issuer, clientId, jwksUri }: IdTokenIssuer) {
    const verifier = JwtVerifier.create(
      { issuer, audience: clientId, jwksUri },
      // The library's own fetcher insists on https; which address is right is up to the configuration.
      { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
    );
    this.#verify = (token) => verifier.verify(token);
  }

  async verify(token: string) {
    const claims = await this.#claimsOf(token);
    if (claims === null) return null;
    const { sub, exp, token_use: tokenUse = 'id' } = claims;
    // Cognito signs access tokens with the same keys; other providers do not know the claim.
    if (tokenUse !== 'id' || typeof exp !== 'number' || typeof sub !== 'string' || sub === '') return null;
    return { subject: sub };
  }

  /** null for a token that is not valid. Keys that cannot be had are a failed dependency: nobody knows then. */
  async #claimsOf(token: string): Promise<Readonly<Record<string, unknown>> | null> {
    try {
      return await this.#verify(token);
    } catch (error) {
      if (error instanceof JwtBaseError && !isKeyFailure(error)) return null;
      const name = error instanceof Error ? error.name : 'unknown error';
      throw new DependencyError('identity-provider', `The signing keys could not be read: ${name}.`, { cause: error });
    }
  }
}

function isKeyFailure(error: JwtBaseError): boolean {
  return error instanceof FetchError || error instanceof JwksValidationError || error instanceof JwkValidationError;
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`The key set answered ${response.status}.`);
  return response.arrayBuffer();
}
