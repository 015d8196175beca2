import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptsConnections } from '../servers/accepts-connections.ts';

const IS_LINUX = process.platform === 'linux';

/**
 * Keeps a data directory for this process: a socket that is listened on, which ends with the process however that
 * dies, unlike a file with a process ID. Answers a function that gives it back, or null if another run holds it.
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
 * On Linux a name without a file (an abstract socket, unix(7)), which a killed run cannot leave behind. Elsewhere a file in
 * the temporary directory, because the path of a socket is limited to about 100 bytes.
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
