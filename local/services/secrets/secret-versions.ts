import { randomUUID } from 'node:crypto';
import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';
import { ServiceError } from '../aws-json/start-json-service.ts';

export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
  readonly stages: readonly string[];
}

export interface StoredSecret {
  readonly arn: string;
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly SecretVersion[];
}

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
/** AWS keeps versions without a stage for a while, too. */
const MAX_UNSTAGED_VERSIONS = 100;

/** Stores secrets with their versions and stages in a file of the data directory. */
export class SecretVersions {
  readonly #file: string;
  readonly #secrets: Map<string, StoredSecret>;

  constructor(file: string) {
    this.#file = file;
    const stored = readJsonFile<StoredSecret[]>(file, []);
    this.#secrets = new Map(stored.map((secret) => [secret.arn, secret]));
  }

  /** Creates the secret unless it exists: a restart changes no value. */
  ensure(arn: string, name: string, firstValue: () => string | null): void {
    if (this.#secrets.has(arn)) return;
    const value = firstValue();
    this.#save({ arn, name, versions: [] });
    if (value !== null) this.put(this.find(arn), randomUUID(), value, [CURRENT]);
  }

  /** Finds a secret by ARN or name. Throws a ServiceError. */
  find(secretId: string): StoredSecret {
    const secret = this.#secrets.get(secretId) ?? [...this.#secrets.values()].find(({ name }) => name === secretId);
    if (secret === undefined) {
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  /** Returns the current version, or the one with this ID or stage. Throws a ServiceError. */
  version(secret: StoredSecret, wanted: { id?: string | undefined; stage?: string | undefined } = {}): SecretVersion {
    const { id } = wanted;
    const stage = wanted.stage ?? (id === undefined ? CURRENT : undefined);
    const found = secret.versions.find((version) =>
      id === undefined ? stage !== undefined && version.stages.includes(stage) : version.id === id,
    );
    if (found === undefined) {
      const what = id === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
      throw new ServiceError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${what}`,
      );
    }
    if (stage !== undefined && !found.stages.includes(stage)) {
      throw new ServiceError(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.',
      );
    }
    return found;
  }

  /** Adds a version and moves the stages to it; the current version becomes the previous one. Throws a ServiceError. */
  put(secret: StoredSecret, id: string, value: string, stages: readonly string[]): SecretVersion {
    const existing = secret.versions.find((version) => version.id === id);
    if (existing !== undefined) {
      // A repeated call with the same token gets the response of the first one.
      if (existing.value === value) return existing;
      throw new ServiceError('ResourceExistsException', `The version ${id} exists with another value.`);
    }
    // The first value of a secret is current, whichever stages were requested.
    const wanted = new Set(secret.versions.length === 0 ? [...stages, CURRENT] : stages);
    const moved = secret.versions.map((version) => {
      const kept = version.stages.filter((stage) => !wanted.has(stage));
      if (!wanted.has(CURRENT)) return { ...version, stages: kept };
      const wasCurrent = version.stages.includes(CURRENT);
      return { ...version, stages: [...kept.filter((stage) => stage !== PREVIOUS), ...(wasCurrent ? [PREVIOUS] : [])] };
    });
    const added = { id, value, createdAt: Date.now(), stages: [...wanted] };
    const staged = moved.filter((version) => version.stages.length > 0);
    const unstaged = moved.filter((version) => version.stages.length === 0).slice(-MAX_UNSTAGED_VERSIONS);
    this.#save({ ...secret, versions: [...unstaged, ...staged, added] });
    return added;
  }

  #save(secret: StoredSecret): void {
    this.#secrets.set(secret.arn, secret);
    writeJsonFile(this.#file, [...this.#secrets.values()]);
  }
}
