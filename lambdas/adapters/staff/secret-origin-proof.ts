import { equalDigests, sha256Hex } from '../../domain/base/sha256.ts';
import type { OriginProof } from '../../domain/staff/authorize-staff.ts';
import type { SecretsManagerSecret } from '../aws/secrets-manager-secret.ts';

/** An unknown value may be new or a guess, so it triggers reading the secret again at most this often. */
const REFRESH_MS = 10_000;

/** Accepts the previous value, too: after a rotation the distribution takes minutes to use the new one everywhere. */
export class SecretOriginProof implements OriginProof {
  readonly #secret: SecretsManagerSecret;

  constructor(secret: SecretsManagerSecret) {
    this.#secret = secret;
  }

  async accepts(value: string): Promise<boolean> {
    const digest = sha256Hex(value);
    if (await this.#matches(digest)) return true;
    // A guess must not cause a failure: if the secret cannot be read now, the cached values still apply.
    const refreshed = await this.#secret.refresh(REFRESH_MS).catch(() => false);
    return refreshed && this.#matches(digest);
  }

  async #matches(digest: string): Promise<boolean> {
    const [current, previous] = await Promise.all([this.#secret.current(), this.#secret.previous()]);
    return [current, previous].some((version) => version !== null && equalDigests(sha256Hex(version.value), digest));
  }
}
