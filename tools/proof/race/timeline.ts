export type Expectation = 'accepted' | 'refused' | 'open';

interface Change {
  readonly to: 'accepted' | 'refused';
  readonly begunAt: number;
  answeredAt: number;
}

/**
 * What a credential is good for over time, as its user can know it from outside: what a change made holds from its answer
 * until the next change is begun. In between either answer is right.
 */
export class Timeline {
  readonly #changes: Change[];

  constructor(initially: 'accepted' | 'refused' = 'accepted') {
    this.#changes = [{ to: initially, begunAt: Number.NEGATIVE_INFINITY, answeredAt: Number.NEGATIVE_INFINITY }];
  }

  /** Answers what to call with the time at which the change was answered. */
  begin(to: 'accepted' | 'refused', begunAt: number): (answeredAt: number) => void {
    const change = { to, begunAt, answeredAt: Number.POSITIVE_INFINITY };
    this.#changes.push(change);
    return (answeredAt) => {
      change.answeredAt = answeredAt;
    };
  }

  /** Of a request that was started and answered at these times. */
  expectation(startedAt: number, endedAt: number): Expectation {
    const index = this.#changes.findLastIndex(({ begunAt }) => begunAt < endedAt);
    const last = this.#changes[index];
    return last !== undefined && last.answeredAt <= startedAt ? last.to : 'open';
  }
}
