export type Expectation = 'accepted' | 'refused' | 'open';

interface Change {
  readonly to: 'accepted' | 'refused';
  readonly begunAt: number;
  answeredAt: number;
}

/**
 * Whether a credential is accepted over time, as its user can know it from outside: a change holds from its response until
 * the next change starts. In between, either outcome is right.
 */
export class Timeline {
  readonly #changes: Change[];

  constructor(initially: 'accepted' | 'refused' = 'accepted') {
    this.#changes = [{ to: initially, begunAt: Number.NEGATIVE_INFINITY, answeredAt: Number.NEGATIVE_INFINITY }];
  }

  /** Returns the function to call with the time of the response to the change. */
  begin(to: 'accepted' | 'refused', begunAt: number): (answeredAt: number) => void {
    const change = { to, begunAt, answeredAt: Number.POSITIVE_INFINITY };
    this.#changes.push(change);
    return (answeredAt) => {
      change.answeredAt = answeredAt;
    };
  }

  /** Returns what a request must get that was sent and got its response at these times. */
  expectation(startedAt: number, endedAt: number): Expectation {
    const index = this.#changes.findLastIndex(({ begunAt }) => begunAt < endedAt);
    const last = this.#changes[index];
    return last !== undefined && last.answeredAt <= startedAt ? last.to : 'open';
  }
}
