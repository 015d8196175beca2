import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Tamper } from './faulty-proxy.ts';

/** Deliberate defects, to show that the proof finds them. Nothing else uses them. */

/** Loses the audit events of transactions. */
export const withoutAuditEvents: Tamper = (call, body) => {
  if (call !== 'TransactWriteItems') return body;
  const input = JSON.parse(body.toString('utf8'));
  const isEvent = (item: { Put?: { Item?: { SK?: { S?: string } } } }) => item.Put?.Item?.SK?.S?.startsWith('AUDIT#');
  return Buffer.from(
    JSON.stringify({ ...input, TransactItems: input.TransactItems.filter((item: object) => !isEvent(item)) }),
  );
};

/** Starts a gateway that lets requests pass when they could not be checked. */
export async function startFailOpenProxy(partnerApi: string) {
  const server = createServer(async (incoming, response) => {
    const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && name !== 'host' && name !== 'connection' && name !== 'content-length'
        ? [[name, value]]
        : [],
    );
    const method = incoming.method ?? 'GET';
    const body = method === 'GET' ? {} : { body: await text(incoming) };
    const passed = await fetch(`${partnerApi}${incoming.url}`, { method, headers, ...body });
    response.writeHead(passed.status === 503 ? 200 : passed.status).end(await passed.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
