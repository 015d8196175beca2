import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/**
 * A deliberate defect: repeats the response to the same credential and path for that long, as an authorizer with a cache
 * would. Shows that the race is lost then.
 */
export async function startCachingProxy(origin: string, cacheMs: number) {
  const { hostname, port, host } = new URL(origin);
  const agent = new Agent({ keepAlive: true });
  const cache = new Map<string, { until: number; status: number; body: Buffer }>();
  const server = createServer(async (incoming, response) => {
    const { url = '', headers } = incoming;
    const key = JSON.stringify([url, headers['x-api-key'], headers.authorization]);
    const cached = cache.get(key);
    if (cached !== undefined && cached.until > performance.now()) {
      return void response.writeHead(cached.status).end(cached.body);
    }
    try {
      const { status, body } = await pass(incoming);
      cache.set(key, { until: performance.now() + cacheMs, status, body });
      response.writeHead(status).end(body);
    } catch {
      response.destroy();
    }
  });
  async function pass(incoming: IncomingMessage): Promise<{ status: number; body: Buffer }> {
    const { method, url, headers } = incoming;
    const passed = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request({ agent, hostname, port, method, path: url, headers: { ...headers, host } });
      outgoing.on('error', reject).on('response', resolve);
      incoming.pipe(outgoing);
    });
    return { status: passed.statusCode ?? 502, body: await buffer(passed) };
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
