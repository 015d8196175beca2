import type { LogLine } from '../files/log-files.ts';
import { createFunctionPool, type FunctionPool, type InvocationResult } from '../functions/function-pool.ts';
import type { Localize } from '../servers/url-table.ts';
import type { FunctionDefinition } from '../template/application.ts';

export interface FunctionInvoker {
  /** Rejects for an ARN that is no function of the template. */
  invoke(arn: string, event: unknown): Promise<InvocationResult>;
  close(): Promise<void>;
}

export interface FunctionInvokerOptions {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** What Lambda itself would set: Region, credentials, endpoints. */
  readonly runtimeEnvironmentOf: (functionArn: string) => Readonly<Record<string, string>>;
  /** For the addresses in the template's environments. */
  readonly localize: Localize;
  readonly logOf: (name: string) => LogLine;
  /** Takes each line with the log group that the template sends it to. */
  readonly logTo: (logGroup: string, line: string) => void;
}

/** All functions of the template. */
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
      if (pool === undefined) throw new Error(`The API names a function that is not in the template: ${arn}.`);
      return pool.invoke(event);
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
