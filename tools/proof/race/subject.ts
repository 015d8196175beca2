import type { JsonCall } from '../../client/http.ts';
import type { TimedResponse } from '../run/connection.ts';
import { Timeline } from './timeline.ts';

/** What happens to a credential; a row of the report. */
export const CLASSES = [
  'key deleted by its partner',
  'key revoked by the operator',
  'key disabled by its partner',
  'key, partner restricted to other IP addresses and back',
  'key, partner suspended and back',
  'token, partner suspended and back',
  'token, legacy tokens turned off and on',
  'token, its user removed',
  'hub session, its user removed',
  'token issued while its user is removed',
  'token, its user signed out everywhere',
  'hub session, its user signed out everywhere',
  'nothing: never to be refused',
  'nothing: never to be accepted',
] as const;

export type ClassName = (typeof CLASSES)[number];

export interface Tally {
  changes: number;
  requests: number;
  /** Started after the response to the change. */
  late: number;
  lateAccepted: number;
  /** Started and completed while the credential was allowed. */
  allowed: number;
  allowedRefused: number;
  /** Refused as required, but with a different status than the contract demands. */
  otherStatus: number;
  /** No response, or 5xx: the machine was too slow to check. Says nothing about what is allowed. */
  unavailable: number;
}

export interface SubjectOptions {
  readonly of: ClassName;
  /** Status of the refusal, by the contract. */
  readonly refusal: number;
  /** Taken in turn. */
  readonly calls: readonly [JsonCall, ...JsonCall[]];
  readonly initially?: 'accepted' | 'refused';
}

/** A credential under load: the calls made with it, and their results. */
export class Subject {
  readonly timeline: Timeline;
  readonly of: ClassName;
  readonly #options: SubjectOptions;
  readonly #tally: Tally;
  #turn = 0;
  #waiting: { left: number; done: () => void } | null = null;

  constructor(options: SubjectOptions, tallies: ReadonlyMap<ClassName, Tally>) {
    const tally = tallies.get(options.of);
    if (tally === undefined) throw new Error(`There is no tally for ${options.of}.`);
    this.#options = options;
    this.#tally = tally;
    this.of = options.of;
    this.timeline = new Timeline(options.initially);
  }

  nextCall(): JsonCall {
    const { calls } = this.#options;
    this.#turn += 1;
    return calls[this.#turn % calls.length] ?? calls[0];
  }

  countChange(): void {
    this.#tally.changes += 1;
  }

  /** Resolves after that many more requests whose outcome was certain. */
  decided(count: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting = { left: count, done };
    });
  }

  judge({ status, startedAt, endedAt }: TimedResponse): void {
    const tally = this.#tally;
    const accepted = status >= 200 && status < 300;
    tally.requests += 1;
    if (status === 0 || status >= 500) {
      tally.unavailable += 1;
      return;
    }
    switch (this.timeline.expectation(startedAt, endedAt)) {
      case 'open':
        return;
      case 'refused':
        tally.late += 1;
        if (accepted) tally.lateAccepted += 1;
        else if (status !== this.#options.refusal) tally.otherStatus += 1;
        break;
      case 'accepted':
        tally.allowed += 1;
        if (!accepted) tally.allowedRefused += 1;
        break;
    }
    if (this.#waiting !== null && --this.#waiting.left <= 0) {
      this.#waiting.done();
      this.#waiting = null;
    }
  }
}

export function newTallies(): Map<ClassName, Tally> {
  const zero = {
    changes: 0,
    requests: 0,
    late: 0,
    lateAccepted: 0,
    allowed: 0,
    allowedRefused: 0,
    otherStatus: 0,
    unavailable: 0,
  };
  return new Map(CLASSES.map((name) => [name, { ...zero }]));
}
