import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { readStacks, synthesizeApp } from './synthesize-app.ts';

/**
 * Synthesizes the stacks for all workers of the tests, so that each set of values is synthesized once. A process for each
 * run, which reads the source anew, never returns what an earlier source made. Prints its address, where `POST` with
 * context values returns the stacks, and ends when its standard input does.
 */
const synthesized = new Map<string, string>();

const server = createServer(async (request, response) => {
  const values = await text(request);
  // A worker that was busy for long would send its next request on a connection that has been closed meanwhile.
  response.setHeader('Connection', 'close');
  try {
    const stacks = synthesized.get(values) ?? synthesize(JSON.parse(values));
    synthesized.set(values, stacks);
    response.end(stacks);
  } catch (error) {
    response.writeHead(500).end(inspect(error));
  }
});
await once(server.listen(0, '127.0.0.1'), 'listening');
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
await once(process.stdin.resume(), 'end');
process.exit();

function synthesize(values: Record<string, unknown>): string {
  const directory = mkdtempSync(join(tmpdir(), 'stacks-'));
  try {
    return JSON.stringify(readStacks(synthesizeApp(values, directory).assembly));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
