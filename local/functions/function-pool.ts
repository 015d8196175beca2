import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FunctionDefinition } from '../template/application.ts';
import { functionEnvironment } from './function-environment.ts';
import { FunctionInstance } from './function-instance.ts';
import type { InvocationResult } from './invocation.ts';

/** Each instance is a thread: more threads than processors only slow each other down. */
const DEFAULT_MAX_INSTANCES = Math.min(8, Math.max(2, availableParallelism()));

export interface FunctionPoolOptions {
  readonly definition: FunctionDefinition;
  /** The variables that Lambda itself would set: Region, credentials, endpoints. */
  readonly runtimeEnvironment: Readonly<Record<string, string>>;
  /** Receives every line that the function prints. */
  readonly log: (line: string) => void;
  /** Number of concurrent instances; further events wait. @default the number of processors, from 2 to 8 */
  readonly maxInstances?: number;
}

export interface FunctionPool {
  /** Never rejects when the function fails: the result says so. */
  invoke(event: unknown): Promise<InvocationResult>;
  close(): Promise<void>;
}

/** Creates the instances of one function on demand. Throws if its bundle does not exist. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { definition, runtimeEnvironment, log, maxInstances = DEFAULT_MAX_INSTANCES } = options;
  const instanceOptions = {
    definition,
    bundle: bundleOf(definition),
    environment: functionEnvironment(definition, runtimeEnvironment),
    log,
  };
  const instances = new Set<FunctionInstance>();
  const idle: FunctionInstance[] = [];
  const queue: { event: string; done: (result: InvocationResult) => void }[] = [];
  let closed = false;

  const dispatch = () => {
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const instance = takeIdle() ?? start();
      if (instance === null) return;
      queue.shift();
      const { event, done } = next;
      void instance.invoke(event).then((result) => {
        if (instance.dead) instances.delete(instance);
        else idle.push(instance);
        done(result);
        dispatch();
      });
    }
  };
  // An instance that crashed between two events is not reused.
  const takeIdle = (): FunctionInstance | null => {
    for (let instance = idle.pop(); instance !== undefined; instance = idle.pop()) {
      if (!instance.dead) return instance;
      instances.delete(instance);
    }
    return null;
  };
  const start = (): FunctionInstance | null => {
    if (instances.size >= maxInstances) return null;
    const instance = new FunctionInstance(instanceOptions);
    instances.add(instance);
    return instance;
  };

  return {
    invoke: (event) => {
      if (closed) return Promise.resolve(CLOSED);
      return new Promise((done) => {
        queue.push({ event: JSON.stringify(event), done });
        dispatch();
      });
    },
    close: async () => {
      closed = true;
      for (const { done } of queue.splice(0)) done(CLOSED);
      await Promise.all([...instances].map((instance) => instance.close()));
    },
  };
}

const CLOSED: InvocationResult = {
  kind: 'error',
  errorType: 'Runtime.Closed',
  errorMessage: 'The local run is stopping.',
};

/** Returns the file of a handler: `index.handler` is the export `handler` of index.mjs or index.js. */
function bundleOf({ name, directory, handler }: FunctionDefinition): string {
  const module = handler.slice(0, handler.lastIndexOf('.'));
  const bundle = ['.js', '.mjs', '.cjs'].map((ending) => join(directory, module + ending)).find(existsSync);
  if (!/^[^.]+\.[^.]+$/.test(handler) || bundle === undefined) {
    throw new Error(`Function ${name}: the handler ${handler} names no bundle in ${directory}.`);
  }
  return bundle;
}
