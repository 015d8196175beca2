import { join } from 'node:path';
import { writeJsonFile } from '../files/json-file.ts';
import type { PolicyRequest } from '../policy/policy-document.ts';
import type { ServiceName, ServiceProxyHook, ServiceUser } from '../servers/proxy-hook.ts';
import type { Register } from '../servers/register.ts';
import type { ApiDefinition, Application, TableDefinition } from '../template/application.ts';
import { apiGatewayPermissions } from './api-gateway-permissions.ts';
import { Callers } from './callers.ts';
import { cognitoPermissions } from './cognito-permissions.ts';
import { dynamoDbPermissions } from './dynamodb-permissions.ts';
import { Grants } from './grants.ts';
import type { Environment, PermissionsFor } from './permissions.ts';
import { secretsManagerPermissions } from './secrets-manager-permissions.ts';
import type { Protocol } from './service-errors.ts';
import { sesPermissions } from './ses-permissions.ts';
import { startServiceGuard } from './start-service-guard.ts';

/** A file of the data directory with the use of each grant, written when the run ends. */
export const GRANTS_FILE = 'grants.json';

export type GuardedService = 'api-gateway' | 'cognito' | 'dynamodb' | 'secrets-manager' | 'ses';

export interface IamOptions extends Environment {
  readonly application: Pick<Application, 'apis' | 'functions' | 'roles' | 'secrets' | 'tables'>;
  /** URLs of the services. */
  readonly upstreams: Readonly<Record<GuardedService, string>>;
  /** Access key of the run itself. */
  readonly accessKey: string;
  readonly proxyHook: ServiceProxyHook;
  /** Reports a refused request to the person at the terminal: the function does not pass it on to its caller. */
  readonly onRefusal: (message: string) => void;
  readonly dataDirectory: string;
  readonly register: Register;
}

/** Starts a guard for each service, which allows functions what their roles allow. */
export async function startIam(options: IamOptions) {
  const { application, upstreams, accessKey, proxyHook, dataDirectory, register } = options;
  const [callers, grants] = [new Callers(), new Grants()];
  for (const [arn, { name }] of application.functions) {
    const role = application.roles.get(arn);
    if (role === undefined) throw new Error(`The function ${name} has no role.`);
    callers.add(arn, name, role);
    grants.add(name, role);
  }
  register({
    close: () => writeJsonFile(join(dataDirectory, GRANTS_FILE), grants.uses()),
  });
  const startGuard = async (service: GuardedService, protocol: Protocol, permissionsFor: PermissionsFor) => {
    const { endpoint } = register(
      await startServiceGuard({
        protocol,
        permissionsFor,
        upstream: upstreams[service],
        findCaller: (key) => callers.find(key),
        findDenied: ({ role }, permissions) => grants.findDenied(role, permissions),
        onRefusal: (caller, { type, message }) =>
          options.onRefusal(`${service} refused ${caller?.functionName ?? 'an unknown caller'}: ${type}: ${message}`),
        accessKey,
      }),
    );
    return endpoint;
  };
  const guard = async (service: GuardedService & ServiceName, protocol: Protocol, permissionsFor: PermissionsFor) => {
    const endpoint = await startGuard(service, protocol, permissionsFor);
    return {
      call: await proxyHook(service, endpoint, 'call'),
      background: await proxyHook(service, endpoint, 'background'),
    };
  };
  // Called on a schedule only, so no proxy is put in front of it.
  const apiGateway = await startGuard('api-gateway', 'rest-json', apiGatewayPermissions(options));
  const endpoints = {
    AWS_ENDPOINT_URL_API_GATEWAY: { call: apiGateway, background: apiGateway },
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: await guard('cognito', 'json-1.1', cognitoPermissions(options)),
    AWS_ENDPOINT_URL_DYNAMODB: await guard(
      'dynamodb',
      'json-1.0',
      dynamoDbPermissions({ ...options, partitionKeyOf: partitionKeys(application.tables) }),
    ),
    AWS_ENDPOINT_URL_SECRETS_MANAGER: await guard(
      'secrets-manager',
      'json-1.1',
      secretsManagerPermissions({ ...options, secrets: application.secrets }),
    ),
    AWS_ENDPOINT_URL_SESV2: await guard('ses', 'rest-json', sesPermissions(options)),
  };
  const called = new Set(application.apis.flatMap(functionsOf));
  const endpointsFor = (user: ServiceUser) =>
    Object.fromEntries(Object.entries(endpoints).map(([name, urls]) => [name, urls[user]]));
  return {
    /** Checks whether a function's role allows what Lambda does on its behalf. */
    allows: (functionArn: string, request: PolicyRequest): boolean => {
      const role = application.roles.get(functionArn);
      return role !== undefined && grants.findDenied(role, [request]) === null;
    },
    /** Returns the environment variables with a function's credentials and the URLs of the services. */
    environmentOf: (functionArn: string): Record<string, string> => ({
      ...callers.credentialsOf(functionArn),
      ...endpointsFor(called.has(functionArn) ? 'call' : 'background'),
    }),
  };
}

function functionsOf({ routes }: ApiDefinition): string[] {
  return routes.flatMap(({ authorizer, integration }) => [
    ...(authorizer === null ? [] : [authorizer.functionArn]),
    ...(integration.type === 'AWS_PROXY' ? [integration.functionArn] : []),
  ]);
}

function partitionKeys(tables: readonly TableDefinition[]): (tableName: string) => string | null {
  const keys = new Map(
    tables.map(({ name, input }) => [name, input.KeySchema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName]),
  );
  return (tableName) => keys.get(tableName) ?? null;
}
