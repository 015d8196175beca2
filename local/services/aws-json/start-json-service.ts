import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { startLoopbackServer } from '../../servers/loopback-server.ts';
import { readBody } from '../../servers/read-body.ts';

type Input = Readonly<Record<string, unknown>>;
export type Operation = (input: Input) => unknown;

export interface JsonService {
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface JsonServiceOptions {
  /** The part of `X-Amz-Target` before the dot and the name of the operation. */
  readonly target: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** An error as the protocol carries it. */
export class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Makes an operation that refuses input with missing or malformed members. */
export function operation<S extends z.ZodType>(schema: S, perform: (input: z.output<S>) => unknown): Operation {
  return (input) => {
    const { success, data, error } = schema.safeParse(input);
    if (!success) throw new ServiceError('InvalidParameterException', z.prettifyError(error));
    return perform(data);
  };
}

/** Serves operations of an AWS service over its JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export async function startJsonService(options: JsonServiceOptions): Promise<JsonService> {
  const server = await startLoopbackServer({
    port: 0,
    browsers: false,
    serve: (request, response) => {
      respond(options, request, response).catch((error: unknown) => {
        console.error(`The local ${options.target} failed:`, error);
        response.destroy();
      });
    },
  });
  return { endpoint: `http://127.0.0.1:${server.port}`, close: server.close };
}

async function respond(
  { target, operations }: JsonServiceOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let status = 200;
  let output: unknown;
  try {
    const perform = findOperation(operations, target, request);
    output = await perform(await readInput(request));
  } catch (error) {
    // The client disconnected while sending: there is nobody to respond to.
    if (request.errored !== null) return;
    if (!(error instanceof ServiceError)) throw error;
    status = 400;
    output = { __type: error.type, message: error.message };
  }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(output));
}

function findOperation(
  operations: JsonServiceOptions['operations'],
  target: string,
  { headers }: IncomingMessage,
): Operation {
  const requested = String(headers['x-amz-target'] ?? '');
  const name = requested.startsWith(`${target}.`) ? requested.slice(target.length + 1) : '';
  const found = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (found === undefined) {
    throw new ServiceError('UnknownOperationException', `${requested} is not supported locally.`);
  }
  return found;
}

async function readInput(request: IncomingMessage): Promise<Input> {
  const body = (await readBody(request)).toString('utf8');
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  } catch {
    throw new ServiceError('SerializationException', 'The request is not a JSON object.');
  }
}
