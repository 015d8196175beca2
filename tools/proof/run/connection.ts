import { Agent } from 'node:http';
import { callJson, errorCodeOf, type JsonCall } from '../../client/http.ts';

export interface ProofResponse {
  /** 0: the connection ended without a response. */
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: proofs read fields that the contract names, and report where they are missing
  readonly json: any;
  /** `code` of the Management API, `error` of the Partner API; empty if the response has none. */
  readonly code: string;
}

export interface TimedResponse {
  readonly status: number;
  /** On the clock of `performance.now()`: before the first byte was sent, and after the response had arrived. */
  readonly startedAt: number;
  readonly endedAt: number;
}

const MAX_ATTEMPTS = 5;

/** One connection, kept open as busy clients keep theirs. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** Never rejects. */
  async timed(call: JsonCall): Promise<TimedResponse> {
    const startedAt = performance.now();
    const { status } = await this.call(call);
    return { status, startedAt, endedAt: performance.now() };
  }

  /** Never rejects. */
  async call(call: JsonCall): Promise<ProofResponse> {
    try {
      const response = await callJson({ ...call, agent: this.#agent });
      return { status: response.status, json: response.json, code: errorCodeOf(response) };
    } catch {
      return { status: 0, json: undefined, code: '' };
    }
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Repeats a call that a busy machine could not check in time. A call that got a 503 may have been carried out. */
export async function patiently(call: () => Promise<ProofResponse>): Promise<ProofResponse> {
  for (let attempt = 1; ; attempt++) {
    const response = await call();
    if (response.status !== 503 || attempt === MAX_ATTEMPTS) return response;
  }
}
