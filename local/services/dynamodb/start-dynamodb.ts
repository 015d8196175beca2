import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acceptsConnections } from '../../servers/accepts-connections.ts';
import { maintainStreams } from './maintain-streams.ts';

const POLL_MS = 10;

export interface DynamoDbServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Stops the server when this process closes its end of standard input, which the operating system does even after a kill.
 * After the redirection only the server holds the output, so the output closes when the server stops.
 */
const GUARD = '"$@" </dev/null & server=$!; exec >/dev/null 2>&1; cat; kill -KILL $server';

/**
 * Connects to `DYNAMODB_ENDPOINT`, or starts the embedded server with its data in `dataDirectory`. Throws an Error that says
 * what to do if there is no server for this machine.
 */
export async function startDynamoDb(dataDirectory: string, onExit: (reason: string) => void): Promise<DynamoDbServer> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (endpoint) return { endpoint, close: async () => {} };

  const binary = embeddedBinary();
  const directory = join(dataDirectory, 'dynamodb');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'records.db');
  const port = await freePort();
  const child = spawn('sh', ['-c', GUARD, 'sh', binary, '--port', String(port), '--db-path', file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let closing = false;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  child.stdout.resume();
  const stopped = once(child.stdout, 'close');
  let alive = true;
  stopped.then(() => {
    alive = false;
  });
  // The server announces itself on standard error only, among other lines.
  while (!(await acceptsConnections({ port, host: '127.0.0.1' }))) {
    if (!alive) throw new Error(`The embedded DynamoDB server did not start. ${errors}`);
    await delay(POLL_MS);
  }
  maintainStreams(file, Date.now());
  stopped.then(() => {
    if (!closing) onExit('The embedded DynamoDB server stopped.');
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      closing = true;
      child.stdin.end();
      await stopped;
    },
  };
}

function embeddedBinary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dynoxide');
  } catch (error) {
    throw new Error(
      `No embedded DynamoDB server for this machine (${name}). Set DYNAMODB_ENDPOINT to any DynamoDB-compatible server, or run on Linux x64 after "npm ci".`,
      { cause: error },
    );
  }
}

/** Finds a free port, because the server does not accept port 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}
