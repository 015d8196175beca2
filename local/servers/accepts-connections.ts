import { once } from 'node:events';
import { connect, type NetConnectOpts } from 'node:net';

/** Checks whether a server listens on a port or a socket. */
export async function acceptsConnections(target: NetConnectOpts): Promise<boolean> {
  const socket = connect(target);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
