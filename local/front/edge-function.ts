import { createContext, Script } from 'node:vm';
import { z } from 'zod';
import { without } from '../servers/header-list.ts';
import type { EdgeFunctionDefinition } from '../template/hub-definitions.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** Returns the changed request. Throws what the code throws, and an EdgeResultError for an unusable result. */
export type EdgeFunction = (request: ViewerRequest) => ViewerRequest;

/** CloudFront responds with 502, and with 503 where the code throws. */
export class EdgeResultError extends Error {
  override readonly name = 'EdgeResultError';
}

/** Far more than CloudFront grants: it only stops endless loops. */
const TIMEOUT_MS = 1000;
const SAMPLE: ViewerRequest = {
  method: 'GET',
  uri: '/',
  rawQuery: '',
  headers: [],
  viewerIp: '::1',
  requestId: 'start',
};

/**
 * The path and added headers are all that the template's functions change. Everything else that CloudFront lets them
 * return is not emulated, and some headers are CloudFront's own.
 */
const RESULT = z.strictObject({
  uri: z.string().startsWith('/'),
  headers: z.record(
    z.string().regex(/^x-(?!accel-|amzn?-|cache$|edge-|forwarded-|real-ip$)[a-z0-9-]+$/),
    z.strictObject({ value: z.string() }),
  ),
});

/** Throws for what the local event lacks: with undefined, a function would behave differently than in CloudFront. */
const EMULATED_ONLY = `function emulatedOnly(value, path) {
  if (typeof value !== 'object') return value;
  const nameIn = (target, name) => {
    if (name in target || name === 'toJSON' || name === 'then') return name in target;
    throw new Error(path + '.' + String(name) + ' is not emulated locally.');
  };
  return new Proxy(value, {
    has: nameIn,
    deleteProperty: (target, name) => nameIn(target, name) && delete target[name],
    get: (target, name) => nameIn(target, name) ? emulatedOnly(target[name], path + '.' + String(name)) : undefined,
  });
}`;

/**
 * Runs the code of a CloudFront function, without timers, network and modules, and without making code from text. Each
 * call evaluates the code anew, so that no variable survives a call. Runs it once at the start: throws an Error for code
 * that cannot be compiled, has no handler, or needs what is not emulated.
 */
export function createEdgeFunction({ name, code }: EdgeFunctionDefinition, log: (line: string) => void): EdgeFunction {
  // Compiled alone first: the code below must not complete it.
  new Script(code, { filename: name });
  const globals = createContext(
    { console: { log: (...texts: unknown[]) => log(texts.map(String).join(' ')) } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  const script = (expression: string) => new Script(expression, { filename: name });
  script(`${EMULATED_ONLY}\nvar call = function (event) {\n${code}\n;return handler(event);\n}`).runInContext(globals);
  const call = script("JSON.stringify(call(emulatedOnly(JSON.parse(event), 'event')))");
  const run: EdgeFunction = (request) => {
    globals.event = JSON.stringify({ viewer: { ip: request.viewerIp }, request: { uri: request.uri, headers: {} } });
    const { success, data, error } = RESULT.safeParse(parseResult(call.runInContext(globals, { timeout: TIMEOUT_MS })));
    if (!success) throw new EdgeResultError(`Its result cannot be used locally. ${z.prettifyError(error)}`);
    const { uri, headers } = data;
    return {
      ...request,
      uri,
      headers: [
        ...without(request.headers, new Set(Object.keys(headers))),
        ...Object.entries(headers).map(([header, { value }]) => [header, value] as const),
      ],
    };
  };
  try {
    run(SAMPLE);
  } catch (error) {
    throw new Error(`The function ${name} cannot be run: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  return run;
}

function parseResult(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
