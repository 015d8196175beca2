import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SecretsServer, startSecrets } from '../../local/services/secrets/start-secrets.ts';

const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}-AbCdEf`;
const PEPPER = arnOf('pepper');
const EMPTY = arnOf('empty');
const CHANNEL_KEY = arnOf('channel-key');
let directory: string;
let server: SecretsServer;
let client: SecretsManagerClient;

const options = () => ({
  file: join(directory, 'secrets.json'),
  secrets: [
    { arn: PEPPER, name: 'pepper', generate: { PasswordLength: 64, ExcludePunctuation: true } },
    { arn: EMPTY, name: 'empty', generate: null },
    { arn: CHANNEL_KEY, name: 'channel-key', generate: null, value: 'first channel key' },
  ],
});
const connect = ({ endpoint }: SecretsServer) =>
  new SecretsManagerClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
const get = (input: { SecretId: string; VersionId?: string; VersionStage?: string }) =>
  client.send(new GetSecretValueCommand(input));
const put = (SecretString: string, more: { ClientRequestToken?: string; VersionStages?: string[] } = {}) =>
  client.send(new PutSecretValueCommand({ SecretId: CHANNEL_KEY, SecretString, ...more }));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-secrets-'));
  server = await startSecrets(options());
  client = connect(server);
});

afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('refuses', () => {
  it('an unknown secret', async () => {
    await expect(get({ SecretId: arnOf('other') })).rejects.toThrow(ResourceNotFoundException);
    await expect(get({ SecretId: 'pepper-AbCdEf' })).rejects.toThrow(ResourceNotFoundException);
  });

  it('a secret that has no value yet, an unknown version and an unknown stage', async () => {
    await expect(get({ SecretId: EMPTY })).rejects.toThrow(ResourceNotFoundException);
    await expect(get({ SecretId: PEPPER, VersionStage: 'AWSPREVIOUS' })).rejects.toThrow(ResourceNotFoundException);
    await expect(get({ SecretId: PEPPER, VersionId: '00000000-0000-0000-0000-000000000000' })).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  it('a version together with a stage that it does not have', async () => {
    const { VersionId = '' } = await get({ SecretId: PEPPER });
    await expect(get({ SecretId: PEPPER, VersionId, VersionStage: 'AWSPREVIOUS' })).rejects.toThrow(
      InvalidRequestException,
    );
  });

  it('to change the value of a request token', async () => {
    const ClientRequestToken = '11111111-1111-1111-1111-111111111111';
    await put('one value', { ClientRequestToken });
    await expect(put('another value', { ClientRequestToken })).rejects.toThrow(ResourceExistsException);
  });

  it('an empty value, a wrong type and an unknown operation', async () => {
    await expect(put('')).rejects.toThrow(InvalidParameterException);
    const send = (target: string, body: string) =>
      fetch(server.endpoint, { method: 'POST', headers: { 'x-amz-target': `secretsmanager.${target}` }, body });
    expect(await (await send('GetSecretValue', '{"SecretId":1}')).json()).toHaveProperty(
      '__type',
      'InvalidParameterException',
    );
    expect(await (await send('GetSecretValue', '[')).json()).toHaveProperty('__type', 'SerializationException');
    expect(await (await send('DeleteSecret', '{}')).json()).toHaveProperty('__type', 'UnknownOperationException');
  });
});

describe('returns', () => {
  it('the generated value by ARN and by name', async () => {
    const byArn = await get({ SecretId: PEPPER });
    expect(byArn.SecretString).toMatch(/^[a-zA-Z0-9]{64}$/);
    expect(byArn).toMatchObject({ ARN: PEPPER, Name: 'pepper', VersionStages: ['AWSCURRENT'] });
    expect(byArn.CreatedDate).toBeInstanceOf(Date);
    expect((await get({ SecretId: 'pepper' })).SecretString).toBe(byArn.SecretString);
    expect(server.valueOf(PEPPER)).toBe(byArn.SecretString);
  });

  it('after two rotations the new value, the previous one, and the oldest by its version only', async () => {
    await put('oldest');
    const oldest = await get({ SecretId: CHANNEL_KEY });
    const previous = await put('previous');
    const current = await put('current');

    expect((await get({ SecretId: CHANNEL_KEY })).SecretString).toBe('current');
    expect(await get({ SecretId: CHANNEL_KEY, VersionStage: 'AWSPREVIOUS' })).toMatchObject({
      SecretString: 'previous',
      VersionId: previous.VersionId,
      VersionStages: ['AWSPREVIOUS'],
    });
    expect(await get({ SecretId: CHANNEL_KEY, VersionId: oldest.VersionId ?? '' })).toMatchObject({
      SecretString: 'oldest',
    });
    expect(current.VersionStages).toEqual(['AWSCURRENT']);
    expect(server.valueOf(CHANNEL_KEY)).toBe('current');
  });

  it('the same response to a repeated call, which rotates nothing', async () => {
    const ClientRequestToken = '22222222-2222-2222-2222-222222222222';
    const first = await put('once', { ClientRequestToken });
    await put('later');
    expect((await put('once', { ClientRequestToken })).VersionId).toBe(first.VersionId);
    expect(server.valueOf(CHANNEL_KEY)).toBe('later');
  });

  it('a value put under another stage without making it current', async () => {
    await put('live');
    await put('waiting', { VersionStages: ['AWSPENDING'] });
    expect(server.valueOf(CHANNEL_KEY)).toBe('live');
    expect((await get({ SecretId: CHANNEL_KEY, VersionStage: 'AWSPENDING' })).SecretString).toBe('waiting');
  });

  it('the same values after a restart, from a file that others cannot read', async () => {
    const pepper = server.valueOf(PEPPER);
    await put('kept');
    const { VersionId } = await get({ SecretId: CHANNEL_KEY });
    const again = await startSecrets(options());
    try {
      expect(again.valueOf(PEPPER)).toBe(pepper);
      expect(again.valueOf(CHANNEL_KEY)).toBe('kept');
      const other = connect(again);
      expect((await other.send(new GetSecretValueCommand({ SecretId: CHANNEL_KEY }))).VersionId).toBe(VersionId);
      other.destroy();
      expect(statSync(options().file).mode & 0o777).toBe(0o600);
    } finally {
      await again.close();
    }
  });
});
