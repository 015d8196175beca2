import { equalDigests, sha256Hex } from '../../domain/base/sha256.ts';
import type { OriginProof } from '../../domain/staff/authorize-staff.ts';
import type { SecretsManagerSecret } from '../aws/secrets-manager-secret.ts';

/** An unknown value makes the secret be read again at most this often: it may be new, or anybody's guess. */
const REFRESH_MS = 10_000;

/** The value before the last rotation counts too: the distribution takes minutes to carry the new one everywhere. */
export class SecretOriginProof implements OriginProof {
  readonly #secret: SecretsManagerSecret;

  constructor(secret: SecretsManagerSecret) {
    this.#secret = secret;
  }

  async accepts(value: string): Promise<boolean> {
    const digest = sha256Hex(value);
    if (await this.#matches(digest)) return true;
    // A guess must not make anything fail: if the secret cannot be read now, what is cached still counts.
    const refreshed = await this.#secret.refresh(REFRESH_MS).catch(() => false);
    return refreshed && this.#matches(digest);
  }

  async #matches(digest: string): Promise<boolean> {
    const [current, previous] = await Promise.all([this.#secret.current(), this.#secret.previous()]);
    return [current, previous].some((version) => version !== null && equalDigests(sha256Hex(version.value), digest));
  }
}
