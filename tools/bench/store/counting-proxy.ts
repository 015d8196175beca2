import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingProxy {
  readonly endpoint: string;
  /** Returns the operations since the last time, by their names in DynamoDB's protocol. */
  take(): string[];
  close(): Promise<void>;
}

export interface Operations {
  readonly reads: number;
  readonly writes: number;
}

const READS = new Set(['BatchGetItem', 'GetItem', 'Query', 'Scan', 'TransactGetItems']);

/** Counts anything but a known read as a write. */
export function countOperations(names: readonly string[]): Operations {
  const reads = names.filter((name) => READS.has(name)).length;
  return { reads, writes: names.length - reads };
}

/** Counts between the SDK and the database, where no request can be missed. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let names: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target'] ?? '');
    names.push(operation.slice(operation.indexOf('.') + 1));
    const forwarded = request(target, { method: incoming.method, path: incoming.url, headers: incoming.headers });
    forwarded.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = names;
      names = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
