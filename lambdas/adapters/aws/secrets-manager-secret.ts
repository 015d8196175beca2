import {
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DependencyError } from '../../domain/base/dependency-error.ts';

export interface SecretVersion {
  readonly value: string;
  /** Secrets Manager's ID of the version. */
  readonly version: string;
}

type Stage = 'AWSCURRENT' | 'AWSPREVIOUS';

interface Cached<T> {
  readonly value: T;
  readonly fetchedMs: number;
}

/** A rotation is noticed after this time at the latest. */
const EXPIRY_MS = 5 * 60_000;
/** Versions never change, so they do not expire; an instance sees only a few rotations. */
const MAX_VERSIONS = 10;
const UNREADABLE = 'A secret could not be read';

export function createSecretsManagerClient(): SecretsManagerClient {
  return new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });
}

/** One secret, cached for five minutes. Throws a DependencyError, whose message holds no value. */
export class SecretsManagerSecret {
  readonly #client: SecretsManagerClient;
  readonly #arn: string;
  readonly #now: () => number;
  readonly #stages = new Map<Stage, Cached<SecretVersion | null>>();
  #triedMs = Number.NEGATIVE_INFINITY;
  readonly #versions = new Map<string, string>();

  constructor(client: SecretsManagerClient, arn: string, now: () => number = Date.now) {
    this.#client = client;
    this.#arn = arn;
    this.#now = now;
  }

  async current(): Promise<SecretVersion> {
    const current = await this.#stage('AWSCURRENT');
    if (current === null) throw failure('it has no current version');
    return current;
  }

  /** Returns the version before the last rotation, or null if there was no rotation. */
  previous(): Promise<SecretVersion | null> {
    return this.#stage('AWSPREVIOUS');
  }

  async ofVersion(version: string): Promise<string> {
    const known = this.#versions.get(version);
    if (known !== undefined) return known;
    const found = await this.#get({ VersionId: version });
    if (found === null) throw failure('a version that is still needed is gone');
    this.#remember(found);
    return found.value;
  }

  /**
   * Reads the cached stages again, unless the last attempt was less than `minimumAgeMs` ago; returns whether it did. If reading
   * fails, the cached values stay until they expire.
   */
  async refresh(minimumAgeMs: number): Promise<boolean> {
    if (this.#now() - this.#triedMs < minimumAgeMs) return false;
    for (const stage of [...this.#stages.keys()]) await this.#fetch(stage);
    return true;
  }

  async #stage(stage: Stage): Promise<SecretVersion | null> {
    const cached = this.#stages.get(stage);
    if (cached !== undefined && this.#now() - cached.fetchedMs < EXPIRY_MS) return cached.value;
    return this.#fetch(stage);
  }

  async #fetch(stage: Stage): Promise<SecretVersion | null> {
    this.#triedMs = this.#now();
    const value = await this.#get({ VersionStage: stage });
    this.#stages.set(stage, { value, fetchedMs: this.#now() });
    if (value !== null) this.#remember(value);
    return value;
  }

  #remember({ value, version }: SecretVersion): void {
    const oldest = this.#versions.keys().next();
    if (this.#versions.size >= MAX_VERSIONS && !oldest.done) this.#versions.delete(oldest.value);
    this.#versions.set(version, value);
  }

  async #get(which: Omit<GetSecretValueCommandInput, 'SecretId'>): Promise<SecretVersion | null> {
    try {
      const command = new GetSecretValueCommand({ SecretId: this.#arn, ...which });
      const { SecretString: value, VersionId: version } = await this.#client.send(command);
      if (!value || !version) throw failure('it holds no text');
      return { value, version };
    } catch (error) {
      if (error instanceof ResourceNotFoundException && which.VersionStage === 'AWSPREVIOUS') return null;
      throw DependencyError.from('secrets-manager', UNREADABLE, error);
    }
  }
}

function failure(why: string): DependencyError {
  return new DependencyError('secrets-manager', `${UNREADABLE}: ${why}.`);
}
