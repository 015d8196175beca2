import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createFunctionPool, type FunctionPool } from '../../local/functions/function-pool.ts';

let pool: FunctionPool | null = null;
let directory = '';

afterEach(async () => {
  await pool?.close();
  rmSync(directory, { recursive: true, force: true });
});

function poolOf(
  source: string,
  options: { timeoutSeconds?: number; maxInstances?: number; handler?: string } = {},
): FunctionPool {
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-function-'));
  writeFileSync(join(directory, 'index.mjs'), source);
  pool = createFunctionPool({
    definition: {
      arn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
      name: 'f',
      directory,
      handler: options.handler ?? 'index.handler',
      environment: { FROM_TEMPLATE: 'yes' },
      timeoutSeconds: options.timeoutSeconds ?? 10,
      memoryMb: 128,
      logGroup: '/aws/lambda/f',
      deadLetterQueueArn: null,
    },
    runtimeEnvironment: { AWS_REGION: 'eu-central-1' },
    log: () => {},
    maxInstances: options.maxInstances ?? 2,
  });
  return pool;
}

describe('a function that fails', () => {
  it('by throwing is an error with its message', async () => {
    const failing = poolOf("export const handler = async () => { throw new Error('Unauthorized'); };");
    expect(await failing.invoke({})).toMatchObject({ kind: 'error', errorMessage: 'Unauthorized' });
  });

  it('by timing out is stopped, and the next event gets a new instance', async () => {
    const slow = poolOf(
      'export const handler = async ({ hang }) => (hang ? new Promise(() => setInterval(() => {}, 1000)) : 1);',
      {
        timeoutSeconds: 1,
        maxInstances: 1,
      },
    );
    expect(await slow.invoke({ hang: true })).toEqual({ kind: 'timeout' });
    expect(await slow.invoke({})).toEqual({ kind: 'result', payload: 1 });
  });

  it('by exiting is an error, and the next event is handled', async () => {
    const crashing = poolOf('export const handler = async ({ crash }) => (crash ? process.exit(1) : 1);', {
      maxInstances: 1,
    });
    expect(await crashing.invoke({ crash: true })).toMatchObject({ kind: 'error' });
    expect(await crashing.invoke({})).toEqual({ kind: 'result', payload: 1 });
  });

  it('because its handler has another name does so locally, too', async () => {
    const misnamed = poolOf('export const handler = async () => 1;', { handler: 'index.other' });
    expect(await misnamed.invoke({})).toMatchObject({ kind: 'error' });
  });
});

describe('a function', () => {
  it('handles one event at a time in an instance', async () => {
    const counting = poolOf(
      `let running = 0;
       export const handler = async () => {
         running += 1;
         const seen = running;
         await new Promise((resolve) => setTimeout(resolve, 5));
         running -= 1;
         return seen;
       };`,
    );
    const results = await Promise.all(Array.from({ length: 20 }, () => counting.invoke({})));
    expect(results).toEqual(Array(20).fill({ kind: 'result', payload: 1 }));
  });

  it('has the environment of the template and of the runtime, but not of this process', async () => {
    process.env.ONLY_OURS = 'leaked';
    const environment = poolOf(
      'export const handler = async () => ({ a: process.env.FROM_TEMPLATE, b: process.env.AWS_REGION, c: process.env.ONLY_OURS ?? null, d: process.env.PATH ?? null });',
    );
    expect(await environment.invoke({})).toEqual({
      kind: 'result',
      payload: { a: 'yes', b: 'eu-central-1', c: null, d: null },
    });
    delete process.env.ONLY_OURS;
  });

  it('receives events and returns results as JSON', async () => {
    const echo = poolOf('export const handler = async (event) => ({ event, gone: undefined, date: new Date(0) });');
    expect(await echo.invoke({ a: undefined, b: [1] })).toEqual({
      kind: 'result',
      payload: { event: { b: [1] }, date: '1970-01-01T00:00:00.000Z' },
    });
  });
});
