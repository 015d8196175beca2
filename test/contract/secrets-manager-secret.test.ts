import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretsManagerSecret } from '../../lambdas/adapters/aws/secrets-manager-secret.ts';
import { SecretOriginProof } from '../../lambdas/adapters/staff/secret-origin-proof.ts';
import { DependencyError } from '../../lambdas/domain/base/dependency-error.ts';
import { type SecretsServer, startSecrets } from '../../local/services/secrets/start-secrets.ts';

const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}-aBcDeF`;
let directory: string;
let server: SecretsServer;
let client: SecretsManagerClient;
let nowMs = 0;
let requests = 0;
let down = false;
let count = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-secrets-'));
  const secrets = Array.from({ length: 10 }, (_, index) => ({
    arn: arnOf(`s${index}`),
    name: `s${index}`,
    generate: null,
    value: 'first',
  }));
  server = await startSecrets({ file: join(directory, 'secrets.json'), secrets });
  client = new SecretsManagerClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next) => (args) => {
      requests++;
      if (down) throw new Error('down');
      return next(args);
    },
    { step: 'initialize' },
  );
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

let arn: string;
let secret: SecretsManagerSecret;
beforeEach(() => {
  arn = arnOf(`s${count++}`);
  nowMs = 1_000_000;
  secret = new SecretsManagerSecret(client, arn, () => nowMs);
});

const rotateTo = (value: string) => client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: value }));
async function requestsOf(run: () => Promise<unknown>): Promise<number> {
  const before = requests;
  await run();
  return requests - before;
}

describe('a secret', () => {
  it('that is not there is a failed dependency, which names no value', async () => {
    const missing = new SecretsManagerSecret(client, arnOf('missing'), () => nowMs);
    await expect(missing.current()).rejects.toThrow(DependencyError);
    await expect(secret.ofVersion('00000000-0000-0000-0000-000000000000')).rejects.toThrow(DependencyError);
  });

  it('that cannot be reached is a failed dependency, once what is cached has expired', async () => {
    const unreachable = new SecretsManagerClient({
      endpoint: 'http://127.0.0.1:9',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    await expect(new SecretsManagerSecret(unreachable, arn).current()).rejects.toThrow(DependencyError);
    unreachable.destroy();
  });

  it('is read once in five minutes', async () => {
    expect(await requestsOf(() => secret.current())).toBe(1);
    nowMs += 299_999;
    expect(await requestsOf(() => secret.current())).toBe(0);
    nowMs += 1;
    expect(await requestsOf(() => secret.current())).toBe(1);
  });

  it('is read anew no sooner than wanted, and tells whether it was', async () => {
    await secret.current();
    nowMs += 9_999;
    expect(await secret.refresh(10_000)).toBe(false);
    nowMs += 1;
    expect(await secret.refresh(10_000)).toBe(true);
  });

  // The pepper of a challenge that is pending while it is rotated.
  it('is known by its version after two rotations', async () => {
    const { version } = await secret.current();
    await rotateTo('second');
    await rotateTo('third');
    nowMs += 300_000;
    expect((await secret.current()).value).toBe('third');
    expect(await secret.ofVersion(version)).toBe('first');
    expect(await new SecretsManagerSecret(client, arn).ofVersion(version)).toBe('first');
  });

  it('has no previous value before its first rotation', async () => {
    expect(await secret.previous()).toBeNull();
    await rotateTo('second');
    nowMs += 300_000;
    expect((await secret.previous())?.value).toBe('first');
  });
});

describe('the proof of origin', () => {
  it('is no other value, and guesses do not make it be read each time', async () => {
    const proof = new SecretOriginProof(secret);
    for (const guess of ['', 'firs', 'first ', 'FIRST', 'second']) expect(await proof.accepts(guess)).toBe(false);
    expect(await requestsOf(() => proof.accepts('another guess'))).toBe(0);
    nowMs += 10_000;
    expect(await requestsOf(() => proof.accepts('another guess'))).toBe(2);
  });

  // Otherwise whoever calls ten seconds after a rotation, or after a guess, is taken for the distribution.
  it('is no other value after the secret was read anew, either', async () => {
    const proof = new SecretOriginProof(secret);
    expect(await proof.accepts('first')).toBe(true);
    for (const guess of ['', 'another guess', 'second']) {
      nowMs += 10_000;
      let accepted: boolean | undefined;
      const read = async () => {
        accepted = await proof.accepts(guess);
      };
      expect(await requestsOf(read)).toBe(2);
      expect(accepted).toBe(false);
    }
  });

  // Anybody can send a guess; it must not be a way to shut others out.
  it('stays what it was while a guess finds the service down', async () => {
    const proof = new SecretOriginProof(secret);
    expect(await proof.accepts('first')).toBe(true);
    nowMs += 10_000;
    down = true;
    expect(await proof.accepts('a guess')).toBe(false);
    expect(await proof.accepts('first')).toBe(true);
    down = false;
  });

  it('is the current value and the one before, and a new one counts before the cache has expired', async () => {
    const proof = new SecretOriginProof(secret);
    expect(await proof.accepts('first')).toBe(true);
    await rotateTo('second');
    nowMs += 10_000;
    expect(await proof.accepts('second')).toBe(true);
    expect(await proof.accepts('first')).toBe(true);
    await rotateTo('third');
    nowMs += 300_000;
    expect(await proof.accepts('first')).toBe(false);
  });
});
