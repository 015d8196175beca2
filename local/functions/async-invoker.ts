import { setTimeout as delay } from 'node:timers/promises';
import type { InvocationResult, Invoke } from './invocation.ts';

export interface AsyncInvokerOptions {
  readonly invoke: Invoke;
  /** Receives an event that failed for good. */
  readonly giveUp: (functionArn: string, event: unknown, result: InvocationResult) => void;
  /** Delays before the second and the third attempt. AWS waits one and two minutes. @default [1000, 2000] */
  readonly delaysMs?: readonly number[];
}

export interface AsyncInvoker {
  /** Returns at once; the result of the function is dropped. */
  invokeAsync(functionArn: string, event: unknown): void;
  /** Gives every unprocessed event a last attempt. */
  close(): Promise<void>;
}

const DEFAULT_DELAYS_MS = [1000, 2000];

/**
 * Calls functions asynchronously, as Lambda does: a failed event is retried twice and then given up.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createAsyncInvoker({
  invoke,
  giveUp,
  delaysMs = DEFAULT_DELAYS_MS,
}: AsyncInvokerOptions): AsyncInvoker {
  const pending = new Set<Promise<void>>();
  const closing = new AbortController();
  const run = async (functionArn: string, event: unknown) => {
    let result = await invoke(functionArn, event);
    for (const ms of delaysMs) {
      if (result.kind === 'result') return;
      // A run that stops does not wait for the delay.
      await delay(ms, undefined, { signal: closing.signal }).catch(() => {});
      result = await invoke(functionArn, event);
      if (closing.signal.aborted) break;
    }
    if (result.kind !== 'result') giveUp(functionArn, event, result);
  };
  return {
    invokeAsync: (functionArn, event) => {
      const one = run(functionArn, event)
        .catch((error: unknown) => console.error('A function was not called:', error))
        .finally(() => pending.delete(one));
      pending.add(one);
    },
    close: async () => {
      closing.abort();
      await Promise.all(pending);
    },
  };
}
