import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports that browsers connect to for no page: a part of the list in https://fetch.spec.whatwg.org/#port-blocking that the
 * common browsers have blocked for years.
 */
export const BLOCKED_BY_BROWSERS = [3659, 4045, 5060, 5061, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 10080];

const ATTEMPTS = 50;

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Finds a free place for a server that responds to every page: on a port that browsers block and, on Linux, where every
 * 127.0.0.0/8 address is this machine, at an IP address that nobody can guess. Throws an Error if all ports are in use.
 */
export async function findOutOfReach(): Promise<ListenAddress> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const host = process.platform === 'linux' ? `127.${byte()}.${byte()}.${byte()}` : '127.0.0.1';
    const port = BLOCKED_BY_BROWSERS[randomInt(BLOCKED_BY_BROWSERS.length)] ?? 0;
    if (await isFree({ host, port })) return { host, port };
  }
  throw new Error(`No port for the embedded DynamoDB server is free: ${BLOCKED_BY_BROWSERS.join(', ')}.`);
}

function byte(): number {
  return randomInt(1, 255);
}

async function isFree({ host, port }: ListenAddress): Promise<boolean> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
