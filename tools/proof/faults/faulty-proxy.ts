import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { ServiceName } from '../../../local/between.ts';
import { type FaultKind, throttling } from './kinds.ts';

export interface Fault {
  readonly kind: FaultKind;
  /** The first call that fails, counted from 1 since the fault was armed. All later ones fail, too. */
  readonly from: number;
}

/** Changes what is passed on. */
export type Tamper = (call: string, body: Buffer) => Buffer;

export interface Seen {
  readonly calls: readonly string[];
  readonly met: boolean;
}

interface PassedAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Stands before one service, passes everything on, and fails as it is told. */
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

  /** Answers the proxy's own address in place of the service's. */
  aim(address: string): string {
    this.#target = new URL(address);
    const { pathname } = this.#target;
    return `http://127.0.0.1:${this.#port}${pathname === '/' ? '' : pathname}`;
  }

  /** Counts calls anew. With null only watches. */
  async arm(fault: Fault | null): Promise<void> {
    this.#fault = fault;
    this.#calls = [];
    this.#failed = 0;
    if (fault?.kind === 'refused' && fault.from <= 1) await this.#refuse();
  }

  /** What was called since it was armed, and whether any of it met the fault. */
  get seen(): Seen {
    // A refused connection is not seen here: whoever arms that from the first call on knows that it is made.
    const refused = this.#fault?.kind === 'refused' && this.#fault.from <= 1;
    return { calls: this.#calls, met: this.#failed > 0 || refused };
  }

  /** The service answers again. */
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
      return answer(response, await this.#pass(incoming, this.#tamper(call, body)));
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
        // Left alone: the caller gives up, or the connection is dropped when the fault is over.
        return;
      case 'throttled':
        return answer(response, { ...throttling(this.#service), body: Buffer.from(throttling(this.#service).body) });
      case 'garbage':
        // Any body is the upstream's own affair and is passed on; this is not even HTTP.
        if (this.#service === 'upstream') return void incoming.socket.end('It works!\n');
        return answer(response, {
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
      // One that is ending cannot be reset, and the attempt would keep the process from ending.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  async #pass(incoming: IncomingMessage, body: Buffer): Promise<PassedAnswer> {
    if (this.#target === null) throw new Error(`The proxy of ${this.#service} knows no service.`);
    const { hostname, port } = this.#target;
    const { method, url, headers } = incoming;
    const received = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request({
        agent: this.#agent,
        hostname,
        port,
        method,
        path: url,
        // Services that serve under their own names only would refuse the proxy's.
        headers: { ...headers, host: this.#target?.host, 'content-length': body.length },
      });
      outgoing.on('response', resolve).on('error', reject);
      outgoing.end(body);
    });
    return { status: received.statusCode ?? 502, headers: received.headers, body: await buffer(received) };
  }
}

function answer(response: ServerResponse, { status, headers, body }: PassedAnswer): void {
  const { 'transfer-encoding': _, connection: __, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}

/** The port was free a moment ago; whoever has it now may give it back. */
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
