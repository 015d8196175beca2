import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpCall {
  readonly method?: string;
  readonly origin: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface HttpAnswer {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: proofs read fields that the contract names, and say so where they are not
  readonly json: any;
  /** `code` of the Management API, `error` of the Partner API; empty if the answer has none. */
  readonly code: string;
}

export interface TimedAnswer {
  readonly status: number;
  /** On the clock of `performance.now()`: before the first byte was sent, and after the status had come. */
  readonly startedAt: number;
  readonly endedAt: number;
}

const MOST_ATTEMPTS = 5;

/** One connection, kept open as busy clients keep theirs. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** The status alone, with its times. Never rejects. */
  timed(call: HttpCall): Promise<TimedAnswer> {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const done = (status: number) => resolve({ status, startedAt, endedAt: performance.now() });
      const outgoing = this.#request(call);
      outgoing.on('error', () => done(0));
      outgoing.on('response', (incoming) => {
        const endedAt = performance.now();
        incoming.resume();
        incoming.on('error', () => done(0));
        // The connection is free for the next request only now.
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, startedAt, endedAt }));
      });
      outgoing.end(bodyOf(call));
    });
  }

  /** Never rejects. */
  call(call: HttpCall): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      const failed = () => resolve({ status: 0, json: null, code: '' });
      const outgoing = this.#request(call);
      outgoing.on('error', failed);
      outgoing.on('response', (incoming) => {
        text(incoming).then((body) => {
          const json = parsed(body);
          resolve({ status: incoming.statusCode ?? 0, json, code: json?.code ?? json?.error ?? '' });
        }, failed);
      });
      outgoing.end(bodyOf(call));
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #request(call: HttpCall) {
    const { method = 'GET', origin, path, headers = {} } = call;
    const { hostname, port } = new URL(origin);
    const body = bodyOf(call);
    const length =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return request({ agent: this.#agent, hostname, port, method, path, headers: { ...length, ...headers } });
  }
}

/** Repeats a call that a busy machine could not check in time. What was answered 503 may have been carried out. */
export async function patiently(call: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await call();
    if (answer.status !== 503 || attempt === MOST_ATTEMPTS) return answer;
  }
}

function bodyOf({ body }: HttpCall): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

function parsed(body: string) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
