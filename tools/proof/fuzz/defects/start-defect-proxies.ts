import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { headerListOf, without } from '../../../../local/servers/header-list.ts';
import type { Origins } from '../attack.ts';
import type { World } from '../world/world.ts';
import type { Defect, NewDefect, PassedResponse } from './defects.ts';

export interface DefectProxies {
  /** Returns where the proxies are that stand before these origins. */
  readonly before: (origins: Origins, world: World) => Promise<Origins>;
  close(): void;
}

const LENGTHS = new Set(['content-length', 'transfer-encoding']);

/** Puts proxies with the defects before the Partner API and the hub. */
export function defectProxies(defects: readonly NewDefect[]): DefectProxies {
  const servers: Server[] = [];
  const start = async (origin: string, made: readonly Defect[]) => {
    const server = createServer((incoming, response) => {
      pass(incoming, origin, made).then(
        ({ status, headers, body }) => response.writeHead(status, headers.flat()).end(Buffer.from(body, 'latin1')),
        () => response.destroy(),
      );
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  return {
    before: async (origins, world) => {
      const made = defects.map((create) => create(world));
      const [partnerApi, hub] = [await start(origins['partner-api'], made), await start(origins.hub, made)];
      return { ...origins, 'partner-api': partnerApi, hub };
    },
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function pass(incoming: IncomingMessage, origin: string, defects: readonly Defect[]): Promise<PassedResponse> {
  const { host, hostname, port } = new URL(origin);
  const { method, url: path } = incoming;
  const body = await buffer(incoming);
  const headers = [
    // The proxy's own name would be foreign to the server behind it; any other one is the attack's.
    ...without(headerListOf(incoming.rawHeaders), LENGTHS).map(([name, value]) =>
      name.toLowerCase() === 'host' && isOwn(value, incoming) ? ([name, host] as const) : ([name, value] as const),
    ),
    ['content-length', String(body.length)] as const,
    ...defects.flatMap(({ added }) => {
      const header = added?.(incoming) ?? null;
      return header === null ? [] : [header];
    }),
  ];
  const outgoing = request({ agent: false, hostname, port, method, path, headers: headers.flat() });
  outgoing.end(body);
  const [passed] = (await once(outgoing, 'response')) as [IncomingMessage];
  let response: PassedResponse = {
    status: passed.statusCode ?? 0,
    headers: headerListOf(passed.rawHeaders),
    body: (await buffer(passed)).toString('latin1'),
  };
  for (const { instead } of defects) response = instead?.(incoming, response) ?? response;
  if (method === 'HEAD') return response;
  const length = ['content-length', String(response.body.length)] as const;
  return { ...response, headers: [...without(response.headers, LENGTHS), length] };
}

function isOwn(host: string, { socket }: IncomingMessage): boolean {
  return ['localhost', '127.0.0.1'].some((name) => host === `${name}:${socket.localPort}`);
}
