import { randomUUID } from 'node:crypto';
import { type Input, type Operation, ServiceError, startJsonService } from '../aws-json/start-json-service.ts';
import { type GenerateSecretString, generateSecret } from './generate-secret.ts';
import { type SecretVersion, SecretVersions, type StoredSecret } from './secret-versions.ts';

export interface SecretDefinition {
  readonly arn: string;
  readonly name: string;
  /** How the template wants the first value generated; null: it generates none. */
  readonly generate: GenerateSecretString | null;
  /** The first value where none is generated. */
  readonly value?: string;
}

export interface SecretsServer {
  readonly endpoint: string;
  /** The current value. Throws where there is none. */
  valueOf(arn: string): string;
  close(): Promise<void>;
}

export interface SecretsServerOptions {
  /** Keeps the values across restarts, readable by its owner alone. */
  readonly file: string;
  readonly secrets: readonly SecretDefinition[];
}

/** The two operations of Secrets Manager that this project and its tests call, over the service's own protocol. */
export async function startSecrets({ file, secrets }: SecretsServerOptions): Promise<SecretsServer> {
  const store = new SecretVersions(file);
  for (const { arn, name, generate, value } of secrets) {
    store.ensure(arn, name, () => value ?? (generate === null ? null : generateSecret(generate)));
  }
  const service = await startJsonService({ target: 'secretsmanager', operations: operationsOf(store) });
  return {
    endpoint: service.endpoint,
    valueOf: (arn) => store.version(store.find(arn), {}).value,
    close: service.close,
  };
}

function operationsOf(store: SecretVersions): ReadonlyMap<string, Operation> {
  return new Map<string, Operation>([
    [
      'GetSecretValue',
      (input) => {
        const secret = store.find(required(input, 'SecretId'));
        const id = optional(input, 'VersionId');
        const stage = optional(input, 'VersionStage');
        const version = store.version(secret, {
          ...(id === undefined ? {} : { id }),
          ...(stage === undefined ? {} : { stage }),
        });
        return { ...described(secret, version), SecretString: version.value, CreatedDate: version.createdAt / 1000 };
      },
    ],
    [
      'PutSecretValue',
      (input) => {
        if (input.SecretBinary !== undefined) {
          throw new ServiceError('InvalidParameterException', 'Binary secrets are not kept locally.');
        }
        const secret = store.find(required(input, 'SecretId'));
        const stages = input.VersionStages ?? ['AWSCURRENT'];
        if (!Array.isArray(stages) || stages.length === 0 || !stages.every((stage) => typeof stage === 'string')) {
          throw new ServiceError('InvalidParameterException', 'VersionStages must be a list of labels.');
        }
        const id = optional(input, 'ClientRequestToken') ?? randomUUID();
        return described(secret, store.put(secret, id, required(input, 'SecretString'), stages));
      },
    ],
  ]);
}

function described(secret: StoredSecret, version: SecretVersion) {
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
}

function required(input: Input, name: string): string {
  const value = optional(input, name);
  if (value === undefined || value === '') throw new ServiceError('InvalidParameterException', `${name} is missing.`);
  return value;
}

function optional(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new ServiceError('InvalidParameterException', `${name} must be a string.`);
  return value;
}
