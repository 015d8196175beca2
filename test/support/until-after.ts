import { expect } from '@jest/globals';
import type { HttpResponse } from '../../tools/client/http.ts';

/**
 * Calls again and again across a moment (epoch milliseconds) and answers what the first call gets that was begun after
 * it. Fails if a call is refused that was answered before the moment, or if there was none.
 */
export async function untilAfter(momentMs: number, call: () => Promise<HttpResponse>): Promise<HttpResponse> {
  let before = 0;
  for (;;) {
    const begunMs = Date.now();
    const response = await call();
    if (Date.now() < momentMs) {
      expect(response.status).toBe(200);
      before++;
    }
    if (begunMs >= momentMs) {
      expect(before).toBeGreaterThan(0);
      return response;
    }
  }
}
