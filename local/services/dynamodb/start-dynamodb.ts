import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acceptsConnections } from '../../servers/accepts-connections.ts';
import { maintainStreams } from './maintain-streams.ts';
import { findOutOfReach } from './out-of-reach.ts';

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
 * Connects to `DYNAMODB_ENDPOINT`, or starts the embedded server with its data in `dataDirectory`. The embedded server
 * responds to every page and host name and cannot be told not to, so it listens where browsers do not connect to. Throws an
 * Error that says what to do if there is no server for this machine.
 */
export async function startDynamoDb(dataDirectory: string, onExit: (reason: string) => void): Promise<DynamoDbServer> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (endpoint) return { endpoint, close: async () => {} };

  const binary = embeddedBinary();
  const directory = join(dataDirectory, 'dynamodb');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'records.db');
  const { host, port } = await findOutOfReach();
  const child = spawn('sh', ['-c', GUARD, 'sh', binary, '--host', host, '--port', String(port), '--db-path', file], {
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
  while (!(await acceptsConnections({ port, host }))) {
    if (!alive) throw new Error(`The embedded DynamoDB server did not start. ${errors}`);
    await delay(POLL_MS);
  }
  maintainStreams(file, Date.now());
  stopped.then(() => {
    if (!closing) onExit('The embedded DynamoDB server stopped.');
  });
  return {
    endpoint: `http://${host}:${port}`,
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
