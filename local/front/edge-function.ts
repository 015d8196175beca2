import { createContext, Script } from 'node:vm';
import type { EdgeFunctionDefinition } from '../template/hub-definitions.ts';

/** Far more than CloudFront grants, which this machine cannot measure; it ends loops only. */
const TIMEOUT_MS = 1000;

/** Event in, result out, both as JSON. Rejects if the code throws. */
export type EdgeFunction = (event: string) => Promise<string | undefined>;

/**
 * Runs the code of a CloudFront function, without timers, network and modules, and without making code from text. Each
 * call evaluates the code anew, so that its variables are those of one call. Throws an Error for code that cannot be
 * compiled or has no handler.
 */
export function createEdgeFunction({ name, code }: EdgeFunctionDefinition, log: (line: string) => void): EdgeFunction {
  // On its own first: what follows must not complete it.
  new Script(code, { filename: name });
  const globals = createContext(
    { console: { log: (...texts: unknown[]) => log(texts.map(String).join(' ')) } },
    { codeGeneration: { strings: false, wasm: false } },
  );
  const script = (expression: string) => new Script(expression, { filename: name });
  script(
    `var create = function () {\n${code}\n;return typeof handler === 'function' ? handler : null;\n}`,
  ).runInContext(globals);
  const call = script('(async () => JSON.stringify(await create()(JSON.parse(event))))()');
  if (script('create()').runInContext(globals, { timeout: TIMEOUT_MS }) === null) {
    throw new Error(`The function ${name} has no handler.`);
  }
  return async (event) => {
    globals.event = event;
    return call.runInContext(globals, { timeout: TIMEOUT_MS });
  };
}
