import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLoopbackServer } from '../../servers/loopback-server.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Operation = (input: Input) => unknown;

export interface JsonService {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface JsonServiceOptions {
  /** What `X-Amz-Target` has before the name of the operation, without the dot. */
  readonly target: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

/** An error as the protocol carries it. */
export class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Operations of an AWS service over its JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export async function startJsonService(options: JsonServiceOptions): Promise<JsonService> {
  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: (request, response) => {
      answer(options, request, response).catch((error: unknown) => {
        console.error(`The local ${options.target} failed:`, error);
        response.destroy();
      });
    },
  });
  return { endpoint: `http://127.0.0.1:${server.port}`, close: server.close };
}

async function answer(
  { target, operations }: JsonServiceOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let status = 200;
  let output: unknown;
  try {
    output = await operationOf(operations, target, request)(await inputOf(request));
  } catch (error) {
    // The client went away while sending; there is nobody to answer.
    if (request.errored !== null) return;
    if (!(error instanceof ServiceError)) throw error;
    status = 400;
    output = { __type: error.type, message: error.message };
  }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(output));
}

function operationOf(operations: ReadonlyMap<string, Operation>, target: string, request: IncomingMessage): Operation {
  const named = String(request.headers['x-amz-target'] ?? '');
  const operation = named.startsWith(`${target}.`) ? operations.get(named.slice(target.length + 1)) : undefined;
  if (operation === undefined) throw new ServiceError('UnknownOperationException', `${named} is not served locally.`);
  return operation;
}

async function inputOf(request: IncomingMessage): Promise<Input> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const input: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  } catch {
    // Answered below: whatever is no JSON object has no members.
  }
  throw new ServiceError('SerializationException', 'The request is no JSON object.');
}
