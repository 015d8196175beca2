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
  /** Origin that an API's integrations name → origin on this machine. */
  readonly upstreams: ReadonlyMap<string, string>;
  /** Address that the template names → address on this machine; the APIs' own are added. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly runtimeEnvironmentOf: (functionArn: string) => Readonly<Record<string, string>>;
  readonly secretValue: (arn: string) => string;
  readonly logOf: (name: string) => LogLine;
  /** Takes an event of a function that nobody waits for and that failed for good. */
  readonly giveUp: AsyncInvokerOptions['giveUp'];
  readonly register: Register;
}

/** Serves both APIs and the hub. Answers the origins of the APIs, and what calls functions. Rejects with EADDRINUSE for a busy Partner API port. */
export async function serveApplication(options: ApplicationOptions) {
  const { application, distribution, front, upstreams, secretValue, logOf, register } = options;
  // The APIs are there before their functions, whose environments may name the APIs' addresses.
  let functions: FunctionInvoker | null = null;
  const invoke = async (arn: string, event: unknown) => {
    if (functions === null) throw new Error('The local run is starting.');
    return functions.invoke(arn, event);
  };
  const later = createAsyncInvoker({ invoke, giveUp: options.giveUp });
  const subscriptions = createLogSubscriptions({
    subscriptions: application.subscriptions,
    accountId: options.partnerApi.accountId,
    invokeAsync: later.invokeAsync,
  });
  const serve = (api: ApiDefinition, port: number, log: string) => {
    const file = logOf(log);
    const accessLog = (line: string) => {
      file(line);
      if (api.accessLogGroup !== null) subscriptions.take(api.accessLogGroup, line);
    };
    return startGateway({ api, port, upstreams, accessLog, invoke });
  };
  const partnerApi = register(await serve(options.partnerApi, options.partnerApiPort, 'partner-api-access'));
  const managementApi = register(await serve(options.managementApi, 0, 'management-api-access'));
  const localize = createUrlTable(new Map([...options.addresses, [addressOf(options.partnerApi), partnerApi.origin]]));
  functions = register(
    createFunctionInvoker({
      functions: application.functions,
      runtimeEnvironmentOf: options.runtimeEnvironmentOf,
      localize,
      logOf,
      logTo: subscriptions.take,
    }),
  );
  // Before the functions, which have to be there for what is still to be counted.
  register(later);
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

/** The local gateway has no stage in its addresses. */
function addressOf(api: ApiDefinition): string {
  return `https://${hostOf(api)}/${api.stage}`;
}
