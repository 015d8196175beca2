import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultProvider } from '../../../../lambdas/adapters/aws/environment-credentials.ts';

const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
const before = NAMES.map((name) => [name, process.env[name]] as const);

function forget(): void {
  for (const name of NAMES) delete process.env[name];
}

describe('credentials of the environment', () => {
  beforeEach(forget);
  afterEach(() => {
    forget();
    for (const [name, value] of before) if (value !== undefined) process.env[name] = value;
  });

  it.each([
    ['nothing', {}],
    ['half of them', { AWS_ACCESS_KEY_ID: 'id' }],
    ['an empty secret', { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: '' }],
  ])('are missing where it holds %s', async (_, environment) => {
    Object.assign(process.env, environment);
    await expect(defaultProvider()()).rejects.toThrow('The environment holds no AWS credentials.');
  });

  it("are a role's, with its session", async () => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
    });
    await expect(defaultProvider()()).resolves.toEqual({
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      sessionToken: 'session',
    });
  });

  it('may come without a session', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
    await expect(defaultProvider()()).resolves.toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
  });
});
