import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptsConnections } from '../servers/accepts-connections.ts';

const IS_LINUX = process.platform === 'linux';

/**
 * Locks a data directory by listening on a socket, which closes with the process however it ends, unlike a file with a
 * process ID. Returns a function that unlocks it, or null if another run holds the lock.
 */
export async function lockDataDirectory(directory: string): Promise<(() => void) | null> {
  const name = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 24);
  const path = socketPath(`partner-auth-${name}`);
  for (let attempt = 0; attempt < 2; attempt++) {
    const server = await listen(path);
    if (server !== null) return () => server.close();
    if (await acceptsConnections({ path })) return null;
    if (!IS_LINUX) rmSync(path, { force: true });
  }
  return null;
}

/**
 * Returns an abstract socket on Linux (unix(7)), which has no file that a killed run could leave behind. Elsewhere it is a
 * file in the temporary directory, because the path of a socket is limited to about 100 bytes.
 */
function socketPath(name: string): string {
  return IS_LINUX ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

async function listen(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.listen(path);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
  server.unref();
  return server;
}
