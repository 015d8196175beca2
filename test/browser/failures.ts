import type { Page, Route } from 'playwright-core';

const MANAGEMENT = '**/management/v1';

/** What happens to a call on its way. */
export type Failure =
  /** It never arrives. */
  | 'not_sent'
  /** It arrives and is done, but the answer is lost. */
  | 'answer_lost'
  | {
      readonly status: number;
      readonly code: string;
      readonly retryAfter?: number;
      readonly more?: Readonly<Record<string, unknown>>;
    };

/** Lets calls of a method and path (below /management/v1) fail until the answered function is called. */
export async function failCalls(
  page: Page,
  method: string,
  path: string,
  failure: Failure,
): Promise<() => Promise<void>> {
  const address = `${MANAGEMENT}${path}`;
  const handler = async (route: Route): Promise<void> => {
    if (route.request().method() !== method) return route.fallback();
    if (failure === 'not_sent') return route.abort('connectionfailed');
    if (failure === 'answer_lost') {
      await route.fetch();
      return route.abort('connectionreset');
    }
    const { status, code, retryAfter, more } = failure;
    return route.fulfill({
      status,
      contentType: 'application/problem+json',
      headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
      body: JSON.stringify({
        type: 'about:blank',
        title: code,
        status,
        detail: `Simulated ${code}.`,
        code,
        request_id: 'simulated',
        ...more,
      }),
    });
  };
  await page.route(address, handler);
  return () => page.unroute(address, handler);
}

/** What the browser says on its console about calls that fail. */
export const FAILED_CALLS = /Failed to load resource/;
