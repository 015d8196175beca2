import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ServiceName } from '../../../local/servers/proxy-hook.ts';
import { FaultyProxy, type Tamper } from './faulty-proxy.ts';

export const SERVICES: readonly ServiceName[] = [
  'dynamodb',
  'secrets-manager',
  'key-set',
  'cognito',
  'ses',
  'messaging',
  'upstream',
];

export interface Proxies {
  of(service: ServiceName): FaultyProxy;
  /** Where a run exchanges the URLs of its services for those of the proxies (run-proxyHook.ts). */
  readonly control: string;
  close(): Promise<void>;
}

/** Starts a proxy for each service. They outlive the run behind them. */
export async function startProxies(tamper: Partial<Record<ServiceName, Tamper>> = {}): Promise<Proxies> {
  const all = new Map(SERVICES.map((service) => [service, new FaultyProxy(service, tamper[service])]));
  const of = (service: ServiceName): FaultyProxy => {
    const proxy = all.get(service);
    if (proxy === undefined) throw new Error(`There is no proxy for ${service}.`);
    return proxy;
  };
  for (const proxy of all.values()) await proxy.start();
  const control = createServer(async (incoming, response) => {
    const service = (incoming.url ?? '').slice(1) as ServiceName;
    response.end(of(service).aim(await text(incoming)));
  });
  control.listen(0, '127.0.0.1');
  await once(control, 'listening');
  return {
    of,
    control: `http://127.0.0.1:${(control.address() as AddressInfo).port}`,
    close: async () => {
      for (const proxy of all.values()) await proxy.close();
      control.close();
      control.closeAllConnections();
    },
  };
}
