import type { LogLine } from '../files/log-files.ts';
import { createFunctionPool, type FunctionPool } from '../functions/function-pool.ts';
import type { Invoke } from '../functions/invocation.ts';
import type { Localize } from '../servers/url-table.ts';
import type { FunctionDefinition } from '../template/application.ts';

export interface FunctionInvoker {
  readonly invoke: Invoke;
  close(): Promise<void>;
}

export interface FunctionInvokerOptions {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** Returns the variables that Lambda itself would set: Region, credentials, endpoints. */
  readonly runtimeEnvironmentOf: (functionArn: string) => Readonly<Record<string, string>>;
  /** Replaces the URLs in the template's environment variables. */
  readonly localize: Localize;
  readonly logOf: (name: string) => LogLine;
  /** Receives each line with its log group in the template. */
  readonly logTo: (logGroup: string, line: string) => void;
}

/** Creates a pool for each function of the template. */
export function createFunctionInvoker(options: FunctionInvokerOptions): FunctionInvoker {
  const { functions, runtimeEnvironmentOf, localize, logOf, logTo } = options;
  const pools = new Map<string, FunctionPool>();
  for (const [arn, definition] of functions) {
    const environment = Object.fromEntries(
      Object.entries(definition.environment).map(([name, value]) => [name, localize(value)]),
    );
    const file = logOf(definition.name);
    pools.set(
      arn,
      createFunctionPool({
        definition: { ...definition, environment },
        runtimeEnvironment: runtimeEnvironmentOf(arn),
        log: (line) => {
          file(line);
          logTo(definition.logGroup, line);
        },
      }),
    );
  }
  return {
    invoke: async (arn, event) => {
      const pool = pools.get(arn);
      if (pool === undefined) throw new Error(`The function ${arn} is not in the template.`);
      return pool.invoke(event);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
