import { setTimeout as delay } from 'node:timers/promises';
import type { InvocationResult } from './invocation.ts';

export interface AsyncInvokerOptions {
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationResult>;
  /** Takes an event that failed for good. */
  readonly giveUp: (functionArn: string, event: unknown, result: InvocationResult) => void;
  /** Before the second and the third try. AWS waits one and two minutes. @default [1000, 2000] */
  readonly delaysMs?: readonly number[];
}

export interface AsyncInvoker {
  /** Answers at once; nobody sees what the function answers. */
  invokeAsync(functionArn: string, event: unknown): void;
  /** Gives every event that is not done yet a last try. */
  close(): Promise<void>;
}

const DEFAULT_DELAYS_MS = [1000, 2000];

/**
 * Calls functions as Lambda does when nobody waits for the answer: one that fails is called again, twice, and then given up.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createAsyncInvoker({
  invoke,
  giveUp,
  delaysMs = DEFAULT_DELAYS_MS,
}: AsyncInvokerOptions): AsyncInvoker {
  const underWay = new Set<Promise<void>>();
  const closing = new AbortController();
  const run = async (functionArn: string, event: unknown) => {
    let result = await invoke(functionArn, event);
    for (const ms of delaysMs) {
      if (result.kind === 'result') return;
      // Whoever closes does not want to wait for the next try.
      await delay(ms, undefined, { signal: closing.signal }).catch(() => {});
      result = await invoke(functionArn, event);
      if (closing.signal.aborted) break;
    }
    if (result.kind !== 'result') giveUp(functionArn, event, result);
  };
  return {
    invokeAsync: (functionArn, event) => {
      const one = run(functionArn, event)
        .catch((error: unknown) => console.error('A function could not be called:', error))
        .finally(() => underWay.delete(one));
      underWay.add(one);
    },
    close: async () => {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
