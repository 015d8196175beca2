import type { LogLine } from '../files/log-files.ts';
import { createDistribution } from '../front/create-distribution.ts';
import { deployedObjects } from '../front/deployed-objects.ts';
import type { Front } from '../front/start-front.ts';
import { type AsyncInvokerOptions, createAsyncInvoker } from '../functions/async-invoker.ts';
import { startGateway } from '../gateway/start-gateway.ts';
import type { Register } from '../servers/register.ts';
import { createUrlTable } from '../servers/url-table.ts';
import { createLogSubscriptions } from '../services/logs/log-subscriptions.ts';
import type { ApiDefinition, Application } from '../template/application.ts';
import type { DistributionDefinition } from '../template/hub-definitions.ts';
import { hostOf, originLocator } from './apis.ts';
import { createFunctionInvoker, type FunctionInvoker } from './function-invoker.ts';

export interface ApplicationOptions {
  readonly application: Application;
  readonly distribution: DistributionDefinition;
  readonly partnerApi: ApiDefinition;
  readonly managementApi: ApiDefinition;
  readonly partnerApiPort: number;
  readonly front: Front;
  /** Origin of an API's integrations → origin on this machine. */
  readonly upstreams: ReadonlyMap<string, string>;
  /** URL in the template → URL on this machine; those of the APIs are added. */
  readonly urls: ReadonlyMap<string, string>;
  readonly runtimeEnvironmentOf: (functionArn: string) => Readonly<Record<string, string>>;
  readonly secretValue: (arn: string) => string;
  readonly logOf: (name: string) => LogLine;
  /** Receives an asynchronous event that failed for good. */
  readonly giveUp: AsyncInvokerOptions['giveUp'];
  readonly register: Register;
}

/**
 * Serves both APIs and the hub. Returns the origins of the APIs, and a function that calls functions. Rejects with EADDRINUSE
 * if the port of the Partner API is busy.
 */
export async function serveApplication(options: ApplicationOptions) {
  const { application, distribution, front, upstreams, secretValue, logOf, register } = options;
  // The APIs start before their functions, whose environment variables may contain the URLs of the APIs.
  let functions: FunctionInvoker | null = null;
  const invoke = async (arn: string, event: unknown) => {
    if (functions === null) throw new Error('The local run is starting.');
    return functions.invoke(arn, event);
  };
  const asyncInvoker = createAsyncInvoker({ invoke, giveUp: options.giveUp });
  const subscriptions = createLogSubscriptions({
    subscriptions: application.subscriptions,
    accountId: options.partnerApi.accountId,
    invokeAsync: asyncInvoker.invokeAsync,
  });
  const serve = (api: ApiDefinition, port: number, hosts: readonly string[], log: string) => {
    const file = logOf(log);
    const accessLog = (line: string) => {
      file(line);
      if (api.accessLogGroup !== null) subscriptions.take(api.accessLogGroup, line);
    };
    return startGateway({ api, port, hosts, upstreams, accessLog, invoke });
  };
  const partnerApi = register(await serve(options.partnerApi, options.partnerApiPort, [], 'partner-api-access'));
  const managementApi = register(
    await serve(options.managementApi, 0, [hostOf(options.managementApi)], 'management-api-access'),
  );
  const localize = createUrlTable(new Map([...options.urls, [urlOf(options.partnerApi), partnerApi.origin]]));
  functions = register(
    createFunctionInvoker({
      functions: application.functions,
      runtimeEnvironmentOf: options.runtimeEnvironmentOf,
      localize,
      logOf,
      logTo: subscriptions.take,
    }),
  );
  // Closed before the functions, which process the last events.
  register(asyncInvoker);
  register(subscriptions);
  front.serve(
    createDistribution({
      definition: distribution,
      objects: deployedObjects(application.bucketDeployments, localize),
      locate: originLocator(new Map([[options.managementApi, managementApi.origin]])),
      secretValue,
      localize,
      log: logOf('hub'),
    }),
  );
  return { partnerApi: partnerApi.origin, managementApi: managementApi.origin, invoke: functions.invoke };
}

/** Returns the URL of an API in AWS, with the stage, which the local gateway does not have. */
function urlOf(api: ApiDefinition): string {
  return `https://${hostOf(api)}/${api.stage}`;
}
