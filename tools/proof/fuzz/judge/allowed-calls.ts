import type { AcceptedCall } from './log-watch.ts';

/** Compares the calls that the access log calls allowed with the requests that had a good credential. */
export class AllowedCalls {
  readonly #entitledIds = new Set<string>();
  #unanswered = 0;

  /**
   * @param ids - of responses to requests with a good credential
   * @param unanswered - how many such requests got no response, so that their IDs are not known
   */
  add(ids: readonly string[], unanswered = 0): void {
    for (const id of ids) this.#entitledIds.add(id);
    this.#unanswered += unanswered;
  }

  /** Returns what is wrong with the calls that the log has had since the last time, or null. */
  faultOf(allowed: readonly AcceptedCall[]): string | null {
    const unknown = allowed.filter(({ id }) => !this.#entitledIds.has(id)).length;
    this.#entitledIds.clear();
    if (unknown > this.#unanswered) {
      return `The access log has ${unknown} allowed calls of which ${this.#unanswered} had a good credential.`;
    }
    // Lines of requests that are still being processed count the next time.
    this.#unanswered -= unknown;
    return null;
  }
}
