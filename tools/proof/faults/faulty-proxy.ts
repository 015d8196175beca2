import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { ServiceName } from '../../../local/servers/proxy-hook.ts';
import { type FaultKind, throttling } from './kinds.ts';

export interface Fault {
  readonly kind: FaultKind;
  /** The first call that fails, counted from 1 since the fault was armed. All later ones fail, too. */
  readonly from: number;
}

/** Changes a call before it is passed on. */
export type Tamper = (call: string, body: Buffer) => Buffer;

export interface Seen {
  readonly calls: readonly string[];
  readonly met: boolean;
}

interface PassedResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Proxies one service: passes everything on, and fails as told. */
export class FaultyProxy {
  readonly #service: ServiceName;
  readonly #tamper: Tamper;
  readonly #sockets = new Set<Socket>();
  #server: Server;
  #port = 0;
  #agent = new Agent({ keepAlive: true });
  #target: URL | null = null;
  #fault: Fault | null = null;
  #calls: string[] = [];
  #failed = 0;

  constructor(service: ServiceName, tamper: Tamper = (_, body) => body) {
    this.#service = service;
    this.#tamper = tamper;
    this.#server = this.#newServer();
  }

  async start(): Promise<void> {
    await listen(this.#server, this.#port);
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Sets the service, and returns the URL of the proxy that replaces the service's. */
  aim(url: string): string {
    this.#target = new URL(url);
    const { pathname } = this.#target;
    return `http://127.0.0.1:${this.#port}${pathname === '/' ? '' : pathname}`;
  }

  /** Starts counting calls again. With null, it only watches. */
  async arm(fault: Fault | null): Promise<void> {
    this.#fault = fault;
    this.#calls = [];
    this.#failed = 0;
    if (fault?.kind === 'refused' && fault.from <= 1) await this.#refuse();
  }

  /** The calls since it was armed, and whether any of them met the fault. */
  get seen(): Seen {
    // A refused connection is not seen here; only calls that are known to be made are refused from the first one on.
    const refused = this.#fault?.kind === 'refused' && this.#fault.from <= 1;
    return { calls: this.#calls, met: this.#failed > 0 || refused };
  }

  /** Lets the service respond again. */
  async disarm(): Promise<Seen> {
    const { seen } = this;
    const fault = this.#fault;
    this.#fault = null;
    if (fault !== null) this.#dropConnections();
    if (!this.#server.listening) {
      this.#server = this.#newServer();
      await listen(this.#server, this.#port);
    }
    return seen;
  }

  async close(): Promise<void> {
    this.#dropConnections();
    this.#agent.destroy();
    this.#server.close();
  }

  #newServer(): Server {
    const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
      this.#handle(incoming, response).catch(() => response.destroy());
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    return server;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const target = incoming.headers['x-amz-target'];
    const call = typeof target === 'string' ? target.replace(/^.*\./, '') : `${incoming.method} ${incoming.url}`;
    this.#calls.push(call);
    const fault = this.#fault;
    const over = fault?.kind === 'lost once' && this.#failed > 0;
    if (fault === null || over || this.#calls.length < fault.from) {
      return respond(response, await this.#pass(incoming, this.#tamper(call, body)));
    }
    this.#failed += 1;
    switch (fault.kind) {
      case 'refused':
        incoming.socket.resetAndDestroy();
        return this.#refuse();
      case 'reset':
        incoming.socket.resetAndDestroy();
        return;
      case 'lost':
      case 'lost once':
        await this.#pass(incoming, body);
        incoming.socket.resetAndDestroy();
        return;
      case 'slow':
        // No response: the caller gives up, or the connection is dropped when the fault is over.
        return;
      case 'throttled':
        return respond(response, { ...throttling(this.#service), body: Buffer.from(throttling(this.#service).body) });
      case 'garbage':
        // Any body of the upstream would be passed on; this is not even HTTP.
        if (this.#service === 'upstream') return void incoming.socket.end('It works!\n');
        return respond(response, {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from('\u0000<!doctype html><title>It works!</title>'),
        });
    }
  }

  async #refuse(): Promise<void> {
    const closed = this.#server.listening ? once(this.#server, 'close') : null;
    this.#server.close();
    this.#dropConnections();
    await closed;
  }

  #dropConnections(): void {
    for (const socket of this.#sockets) {
      // A socket that is ending cannot be reset, and trying to would keep the process alive.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  async #pass(incoming: IncomingMessage, body: Buffer): Promise<PassedResponse> {
    if (this.#target === null) throw new Error(`The proxy of ${this.#service} has no service yet.`);
    const { hostname, port } = this.#target;
    const { method, url, headers } = incoming;
    const received = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request({
        agent: this.#agent,
        hostname,
        port,
        method,
        path: url,
        // Some services accept requests for their own host only.
        headers: { ...headers, host: this.#target?.host, 'content-length': body.length },
      });
      outgoing.on('response', resolve).on('error', reject);
      outgoing.end(body);
    });
    return { status: received.statusCode ?? 502, headers: received.headers, body: await buffer(received) };
  }
}

function respond(response: ServerResponse, { status, headers, body }: PassedResponse): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}

/** Retries: the port was free a moment ago, and may be free again soon. */
async function listen(server: Server, port: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    server.listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      return;
    } catch (error) {
      if (port === 0 || attempt === 20) throw error;
      await setTimeout(50);
    }
  }
}
