import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildFunctions } from '../../lib/build/build-functions.ts';
import { exitCodeOf } from '../../tools/bench/goals.ts';
import { measureOperations } from '../../tools/bench/warm/measure-operations.ts';
import { type Store, startStore } from '../../tools/client/embedded-store.ts';

let store: Store;
let authorizer: string;
let directory: string;
beforeAll(async () => {
  store = await startStore();
  authorizer = pathToFileURL(join(await buildFunctions(), 'partner-authorizer', 'index.mjs')).href;
  directory = mkdtempSync(join(tmpdir(), 'partner-auth-bench-test-'));
}, 120_000);
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const measure = (address: string) => measureOperations(store, address, { callsPerOperationsCase: 3 });

function handlerFile(name: string, content: string): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return pathToFileURL(file).href;
}

describe('the count of reads and writes', () => {
  it('passes the authorizer that is deployed', async () => {
    const rows = await measure(authorizer);
    expect(rows).toHaveLength(16);
    expect(rows.filter(({ verdict }) => verdict !== 'met')).toEqual([]);
    expect(exitCodeOf(rows, false)).toBe(0);
  }, 60_000);

  it('fails the command for an authorizer that reads once more', async () => {
    const greedy = handlerFile(
      'reads-twice.mjs',
      `import { handler as authorize } from '${authorizer}';
       export const handler = async (event, context) => {
         await authorize(event, context).catch(() => undefined);
         return authorize(event, context);
       };`,
    );
    const rows = await measure(greedy);
    const key = rows.filter(({ what }) => what.endsWith(', key'));
    expect(key).toMatchObject([
      { value: 2, verdict: 'fails' },
      { value: 0, verdict: 'met' },
    ]);
    expect(exitCodeOf(rows, false)).toBe(1);
  }, 60_000);

  it('fails the command for an authorizer that writes when a key was used', async () => {
    const writing = handlerFile(
      'writes.mjs',
      `import { request } from 'node:http';
       import { handler as authorize } from '${authorizer}';
       const write = () => new Promise((resolve, reject) => {
         const headers = { 'x-amz-target': 'DynamoDB_20120810.UpdateItem' };
         request(process.env.AWS_ENDPOINT_URL_DYNAMODB, { method: 'POST', headers }, (answer) => answer.resume().on('end', resolve))
           .on('error', reject).end('{}');
       });
       export const handler = async (event, context) => {
         const result = await authorize(event, context);
         await write();
         return result;
       };`,
    );
    const rows = await measure(writing);
    expect(rows.find(({ what }) => what === 'writes, key')).toMatchObject({ value: 1, verdict: 'fails' });
    expect(exitCodeOf(rows, false)).toBe(1);
  }, 60_000);
});
