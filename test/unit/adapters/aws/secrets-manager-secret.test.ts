import {
  type GetSecretValueCommand,
  InternalServiceError,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, it } from '@jest/globals';
import { SecretsManagerSecret } from '../../../../lambdas/adapters/aws/secrets-manager-secret.ts';
import { DependencyError } from '../../../../lambdas/domain/base/dependency-error.ts';

/** Values by version or stage; an Error is thrown. Whatever is not there is not found. */
let stored: Record<string, string | Error>;
let requests: string[];
let secret: SecretsManagerSecret;

beforeEach(() => {
  stored = {};
  requests = [];
  const send = async ({ input }: GetSecretValueCommand) => {
    const name = input.VersionId ?? input.VersionStage ?? '';
    requests.push(name);
    const { [name]: value } = stored;
    if (value instanceof Error) throw value;
    if (value === undefined) throw new ResourceNotFoundException({ message: '', $metadata: {} });
    return { SecretString: value, VersionId: input.VersionId ?? `version of ${value}` };
  };
  secret = new SecretsManagerSecret({ send } as unknown as SecretsManagerClient, 'arn', () => 0);
});

// Otherwise a secret that is missing for a moment would be missing for five minutes.
it('a current version that is not found is a failed dependency, and is looked up again the next time', async () => {
  await expect(secret.current()).rejects.toThrow(/ResourceNotFoundException/);
  stored = { AWSCURRENT: 'first' };
  expect(await secret.current()).toEqual({ value: 'first', version: 'version of first' });
});

it('a version that is not found is a failed dependency', async () => {
  await expect(secret.ofVersion('gone')).rejects.toThrow(/ResourceNotFoundException/);
});

it('only a previous version may be missing: another failure to read it is a failed dependency', async () => {
  expect(await secret.previous()).toBeNull();
  const failing = new InternalServiceError({ message: 'about the value', $metadata: {} });
  secret = new SecretsManagerSecret({ send: () => Promise.reject(failing) } as unknown as SecretsManagerClient, 'arn');
  await expect(secret.previous()).rejects.toThrow(DependencyError);
  await expect(secret.previous()).rejects.not.toThrow(/about the value/);
});

it('a secret without text is a failed dependency', async () => {
  stored = { AWSCURRENT: '' };
  await expect(secret.current()).rejects.toThrow(DependencyError);
});

it('the ten versions used last are kept, older ones are read again', async () => {
  const versions = Array.from({ length: 11 }, (_, at) => `v${at}`);
  stored = Object.fromEntries(versions.map((version) => [version, `value of ${version}`]));
  const readAll = async (some: readonly string[]) => {
    requests = [];
    for (const version of some) expect(await secret.ofVersion(version)).toBe(`value of ${version}`);
    return requests;
  };
  expect(await readAll(versions.slice(0, 10))).toHaveLength(10);
  expect(await readAll(versions.slice(0, 10))).toEqual([]);
  expect(await readAll(['v10'])).toEqual(['v10']);
  expect(await readAll(versions.slice(1))).toEqual([]);
  expect(await readAll(['v0'])).toEqual(['v0']);
});
