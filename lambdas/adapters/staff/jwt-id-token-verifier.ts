import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwksValidationError, JwkValidationError, JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache, SimplePenaltyBox } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { DependencyError } from '../../domain/base/dependency-error.ts';
import type { IdTokenVerifier } from '../../domain/staff/authorize-staff.ts';
import { readIdToken, type SignedToken } from './id-token-claims.ts';

export interface IdTokenIssuer {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
}

const TIMEOUT_MS = 2_500;
/** A withdrawn key is trusted for this time at the longest. */
const KEY_SET_MS = 60 * 60_000;
/** Anybody can send unknown key IDs, so one of them delays the next fetch of the key set by this time. */
const UNKNOWN_KEY_WAIT_SECONDS = 2;

/** Verifies ID tokens with the issuer's published keys, which are cached for an hour. */
export class JwtIdTokenVerifier implements IdTokenVerifier {
  readonly #issuer: IdTokenIssuer;
  readonly #now: () => number;
  #verify: Verify;
  #keysUntilMs: number;

  constructor(issuer: IdTokenIssuer, now: () => number = Date.now) {
    this.#issuer = issuer;
    this.#now = now;
    this.#verify = verifierOf(issuer);
    this.#keysUntilMs = now() + KEY_SET_MS;
  }

  async verify(token: string) {
    const signed = await this.#verifySignature(token);
    return signed === null ? null : readIdToken(signed, this.#issuer.clientId, this.#now() / 1000);
  }

  /** Returns null for an invalid token. Throws a DependencyError if the keys cannot be read: the token may be valid. */
  async #verifySignature(token: string): Promise<SignedToken | null> {
    if (this.#now() >= this.#keysUntilMs) {
      this.#verify = verifierOf(this.#issuer);
      this.#keysUntilMs = this.#now() + KEY_SET_MS;
    }
    try {
      return await this.#verify(token);
    } catch (error) {
      if (error instanceof JwtBaseError && !isKeyFailure(error)) return null;
      throw DependencyError.from('identity-provider', 'The signing keys could not be read', error);
    }
  }
}

type Verify = (token: string) => Promise<SignedToken>;

function verifierOf({ issuer, clientId, jwksUri }: IdTokenIssuer): Verify {
  const verifier = JwtVerifier.create(
    { issuer, audience: clientId, jwksUri },
    {
      jwksCache: new SimpleJwksCache({
        // The library's own fetcher requires https, but the configuration may name another URL.
        fetcher: { fetch: fetchKeys },
        penaltyBox: new SimplePenaltyBox({ waitSeconds: UNKNOWN_KEY_WAIT_SECONDS }),
      }),
    },
  );
  return async (token) => {
    const claims = await verifier.verify(token);
    return { header: decomposeUnverifiedJwt(token).header, claims };
  };
}

function isKeyFailure(error: JwtBaseError): boolean {
  return error instanceof FetchError || error instanceof JwksValidationError || error instanceof JwkValidationError;
}

async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`The key set answered ${response.status}.`);
  return response.arrayBuffer();
}
