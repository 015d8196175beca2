import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { FunctionDefinition } from '../template/application.ts';
import type { InvocationResult } from './invocation.ts';
import type { InvokeMessage, WorkerData, WorkerMessage } from './worker-messages.ts';

/** Lambda's limit for loading a function. */
const INIT_TIMEOUT_MS = 10_000;
const WORKER = new URL('./function-worker.ts', import.meta.url);

export interface InstanceOptions {
  readonly definition: FunctionDefinition;
  readonly bundle: string;
  readonly environment: Record<string, string>;
  readonly log: (line: string) => void;
}

/** Runs a function in a worker, one event at a time. After a time-out, a crash or a failed load it is dead. */
export class FunctionInstance {
  readonly #definition: FunctionDefinition;
  readonly #worker: Worker;
  readonly #log: (line: string) => void;
  #ready = false;
  #dead = false;
  #waiting: { event: string; done: (result: InvocationResult) => void } | null = null;
  #timer: NodeJS.Timeout;

  constructor({ definition, bundle, environment, log }: InstanceOptions) {
    this.#definition = definition;
    this.#log = log;
    const workerData: WorkerData = { bundle, handler: definition.handler };
    this.#worker = new Worker(WORKER, { workerData, env: environment, execArgv: [], stdout: true, stderr: true });
    this.#timer = setTimeout(() => this.#fail('Sandbox.Timedout', 'Loading took longer than 10 s.'), INIT_TIMEOUT_MS);
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) forEachLine(stream, log);
    this.#worker.on('message', (message: WorkerMessage) => this.#onMessage(message));
    this.#worker.on('error', (error) => {
      const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
      this.#fail(name, message);
    });
    this.#worker.on('exit', (code) => this.#fail('Runtime.ExitError', `The function exited with status ${code}.`));
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Must not be called before the previous event is finished. */
  invoke(event: string): Promise<InvocationResult> {
    return new Promise((done) => {
      this.#waiting = { event, done };
      if (this.#ready) this.#send(event);
    });
  }

  async close(): Promise<void> {
    this.#fail('Runtime.Closed', 'The local run is stopping.');
    await this.#worker.terminate();
  }

  #send(event: string): void {
    const { arn, name, memoryMb, timeoutSeconds, logGroup } = this.#definition;
    const timeoutMs = timeoutSeconds * 1000;
    const message: InvokeMessage = {
      event,
      context: {
        awsRequestId: randomUUID(),
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memoryMb),
        logGroupName: logGroup,
        logStreamName: 'local',
      },
      deadlineMs: Date.now() + timeoutMs,
    };
    this.#timer = setTimeout(() => {
      this.#log(`Task timed out after ${timeoutSeconds} seconds`);
      this.#end({ kind: 'timeout' });
    }, timeoutMs);
    this.#worker.postMessage(message);
  }

  #onMessage(message: WorkerMessage): void {
    if (this.#dead) return;
    switch (message.kind) {
      case 'ready':
        clearTimeout(this.#timer);
        this.#ready = true;
        if (this.#waiting !== null) this.#send(this.#waiting.event);
        break;
      case 'init-error':
        this.#fail(message.errorType, message.errorMessage);
        break;
      case 'result':
        this.#finish({ kind: 'result', payload: JSON.parse(message.payload) });
        break;
      case 'error':
        this.#finish(message);
        break;
    }
  }

  #finish(result: InvocationResult): void {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.done(result);
  }

  #fail(errorType: string, errorMessage: string): void {
    if (this.#dead) return;
    if (errorType !== 'Runtime.Closed') this.#log(`${errorType}: ${errorMessage}`);
    this.#end({ kind: 'error', errorType, errorMessage });
  }

  #end(result: InvocationResult): void {
    this.#dead = true;
    void this.#worker.terminate();
    this.#finish(result);
  }
}

function forEachLine(stream: Readable, log: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) log(line);
  });
  stream.on('end', () => {
    if (rest !== '') log(rest);
  });
}
