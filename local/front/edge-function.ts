import { createContext, Script } from 'node:vm';
import type { EdgeFunctionDefinition } from '../template/hub-definitions.ts';

/** Far more than CloudFront grants, which this machine cannot measure; it ends loops only. */
const TIMEOUT_MS = 1000;

/** Event in, result out, both as JSON. Rejects if the code throws. */
export type EdgeFunction = (event: string) => Promise<string | undefined>;

/**
 * Runs the code of a CloudFront function. Each call has globals of its own, without timers, network and modules, and
 * without making code from text. Throws an Error for code that cannot be compiled or has no handler.
 */
export function createEdgeFunction({ name, code }: EdgeFunctionDefinition, log: (line: string) => void): EdgeFunction {
  const declaration = new Script(code, { filename: name });
  const call = new Script('(async () => JSON.stringify(await handler(JSON.parse(event))))()', { filename: name });
  const globalsWith = (event: string) => {
    const globals = createContext(
      { event, console: { log: (...texts: unknown[]) => log(texts.map(String).join(' ')) } },
      { codeGeneration: { strings: false, wasm: false } },
    );
    declaration.runInContext(globals, { timeout: TIMEOUT_MS });
    return globals;
  };
  if (typeof globalsWith('').handler !== 'function') throw new Error(`The function ${name} has no handler.`);
  return async (event) => call.runInContext(globalsWith(event), { timeout: TIMEOUT_MS });
}
