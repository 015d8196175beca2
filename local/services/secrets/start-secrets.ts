import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SecretDefinition } from '../../template/hub-definitions.ts';
import { operation, startJsonService } from '../aws-json/start-json-service.ts';
import { generateSecret } from './generate-secret.ts';
import { type SecretVersion, SecretVersions, type StoredSecret } from './secret-versions.ts';

export interface SecretsServer {
  readonly endpoint: string;
  /** Returns the current value. Throws if there is none. */
  valueOf(arn: string): string;
  close(): Promise<void>;
}

export interface SecretsServerOptions {
  /** Stores the values across restarts; only its owner can read it. */
  readonly file: string;
  readonly secrets: readonly SecretDefinition[];
}

const REQUIRED = z.string().min(1);

const GET = z.object({
  SecretId: REQUIRED,
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
});

const PUT = z.object({
  SecretId: REQUIRED,
  SecretString: REQUIRED,
  SecretBinary: z.undefined({ error: 'Binary secrets are not supported locally.' }).optional(),
  VersionStages: z.array(z.string()).min(1).default(['AWSCURRENT']),
  ClientRequestToken: z.string().default(() => randomUUID()),
});

/** Serves the two operations of Secrets Manager that this project and its tests call, over the service's own protocol. */
export async function startSecrets({ file, secrets }: SecretsServerOptions): Promise<SecretsServer> {
  const store = new SecretVersions(file);
  for (const { arn, name, generate, value } of secrets) {
    store.ensure(arn, name, () => value ?? (generate === null ? null : generateSecret(generate)));
  }
  const service = await startJsonService({
    target: 'secretsmanager',
    operations: {
      GetSecretValue: operation(GET, ({ SecretId, VersionId, VersionStage }) => {
        const secret = store.find(SecretId);
        const version = store.version(secret, { id: VersionId, stage: VersionStage });
        return { ...toOutput(secret, version), SecretString: version.value, CreatedDate: version.createdAt / 1000 };
      }),
      PutSecretValue: operation(PUT, ({ SecretId, SecretString, VersionStages, ClientRequestToken }) => {
        const secret = store.find(SecretId);
        return toOutput(secret, store.put(secret, ClientRequestToken, SecretString, VersionStages));
      }),
    },
  });
  return {
    endpoint: service.endpoint,
    valueOf: (arn) => store.version(store.find(arn)).value,
    close: service.close,
  };
}

function toOutput(secret: StoredSecret, version: SecretVersion) {
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
}
