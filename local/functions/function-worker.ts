import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { FunctionError, InvokeMessage, WorkerData, WorkerMessage } from './worker-messages.ts';

// Runs inside a worker, as one instance of one function: loads the bundle once, then handles one event after the other.

type Handler = (event: unknown, context: object) => unknown;

const port = parentPort;
if (port === null) throw new Error('This module runs in a worker only.');
const post = (message: WorkerMessage) => port.postMessage(message);

try {
  const handler = await loadHandler(workerData as WorkerData);
  port.on('message', (message: InvokeMessage) => void run(handler, message));
  post({ kind: 'ready' });
} catch (error) {
  post({ kind: 'init-error', ...described(error) });
}

async function loadHandler({ bundle, handler }: WorkerData): Promise<Handler> {
  const exportName = handler.slice(handler.lastIndexOf('.') + 1);
  const module: Record<string, unknown> = await import(pathToFileURL(bundle).href);
  // Exports of a CommonJS bundle are under `default` if Node cannot detect their names.
  const found = module[exportName] ?? (module.default as Record<string, unknown> | undefined)?.[exportName];
  if (typeof found !== 'function') {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported by ${bundle}.`);
  }
  if (found.length > 2) {
    throw named(
      'Runtime.CallbackHandlerDeprecated',
      `${handler} takes a callback, which Lambda does not support on Node 24.`,
    );
  }
  return found as Handler;
}

async function run(handler: Handler, { event, context, deadlineMs }: InvokeMessage): Promise<void> {
  try {
    const result = await handler(JSON.parse(event), {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    });
    post({ kind: 'result', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    post({ kind: 'error', ...described(error) });
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function described(error: unknown): FunctionError {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: typeof error, errorMessage: String(error) };
}
