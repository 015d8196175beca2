import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  MANAGEMENT_FUNCTION_NAMES,
  MANAGEMENT_FUNCTIONS,
  type ManagementFunction,
} from '../../lambdas/contract/management-routes.ts';
import { onlyResourceOfApi, restApi } from './api-resources.ts';
import { functionBehind, type Route, routeNamed, routesOf } from './api-routes.ts';
import { resourcesOfType, type StackTemplate, synthesizeStacks } from './synthesized-stacks.ts';

const API = 'management-api';

const GUARDED = MANAGEMENT_FUNCTION_NAMES.filter((name) => name !== 'health').flatMap((name) => {
  const { routes, description }: ManagementFunction = MANAGEMENT_FUNCTIONS[name];
  return routes.map((route) => [route.replace(' ', ' /management/v1'), `Management API: ${description}`] as const);
});
/** The one route that asks nobody who they are: a second one has to be written here, too. */
const HEALTH = 'GET /management/v1/health';
/** Every path on the way to a route, `` for the root. */
const PATHS = new Set(
  [HEALTH, ...GUARDED.map(([name]) => name)].flatMap((name) => {
    const segments = name.slice(name.indexOf('/')).split('/');
    return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
  }),
);
const CATCH_ALLS = [...PATHS].flatMap((path) => {
  const hasParameterBelow = [...PATHS].some((other) => other.startsWith(`${path}/{`));
  return [`ANY ${path || '/'}`, ...(hasParameterBelow ? [] : [`ANY ${path}/{proxy+}`])];
});

let service: StackTemplate;
let description: (route: Route) => string;

beforeAll(async () => {
  ({ service } = await synthesizeStacks());
  description = ({ properties }) =>
    service.Resources[functionBehind(service, properties.Integration.Uri)]?.Properties.Description;
});

describe('routes', () => {
  // If one of these fails, calls reach a function without anybody having looked at the token.
  test.each(GUARDED)('%s asks the authorizer and reaches its function', (name, text) => {
    const [authorizerId] = onlyResourceOfApi(service, API, 'Authorizer');
    const route = routeNamed(service, API, name);

    expect(route.properties).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: authorizerId },
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
    });
    expect(description(route)).toBe(text);
  });

  test.each(CATCH_ALLS)('%s is answered 404, without a look at who asks', (name) => {
    const route = routeNamed(service, API, name);

    expect(route.properties).toMatchObject({ AuthorizationType: 'NONE', Integration: { Type: 'AWS_PROXY' } });
    expect(route.properties).not.toHaveProperty('AuthorizerId');
    expect(description(route)).toBe('Management API: 404 for everything that is no route');
  });

  test('the probe asks nobody who it is, and reaches its function', () => {
    const route = routeNamed(service, API, HEALTH);

    expect(route.properties).toMatchObject({ AuthorizationType: 'NONE', Integration: { Type: 'AWS_PROXY' } });
    expect(description(route)).toBe('Management API: GET /health');
  });

  test('the paths above routes are no routes either', () => {
    expect(CATCH_ALLS).toEqual(
      expect.arrayContaining([
        ...[
          'ANY /',
          'ANY /{proxy+}',
          'ANY /management/v1',
          'ANY /management/v1/denials',
          'ANY /management/v1/api-keys',
        ],
        ...['ANY /management/v1/allowed-ips/{proxy+}', 'ANY /management/v1/api-keys/{key_id}/{proxy+}'],
      ]),
    );
  });

  test('there is no other route', () => {
    const names = routesOf(service, API).map(({ name }) => name);

    expect(names.toSorted()).toEqual([HEALTH, ...GUARDED.map(([name]) => name), ...CATCH_ALLS].toSorted());
  });

  // A cached answer would let a removed user in.
  test('the authorizer is asked anew for every call, whatever its headers', () => {
    const [, { Properties }] = onlyResourceOfApi(service, API, 'Authorizer');

    expect(Properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0, IdentitySource: '' });
    expect(service.Resources[functionBehind(service, Properties.AuthorizerUri)]?.Properties.Description).toBe(
      'Management API: checks the ID token of a call and the user behind it',
    );
  });

  test('API Gateway may call each function, by one permission a function, from its own API alone', () => {
    // The function that counts is called with logs, the one that looks at the certificate by the clock.
    const permissions = resourcesOfType(service, 'AWS::Lambda::Permission').filter(
      ([, { Properties }]) => !['logs.amazonaws.com', 'events.amazonaws.com'].includes(Properties.Principal),
    );
    const apiIds = (['partner-api', 'management-api'] as const).map((name) => [name, restApi(service, name)[0]]);
    const callable = permissions.map(([, { Properties }]) => {
      const source = JSON.stringify(Properties.SourceArn);
      const from = apiIds.filter(([, id]) => source.includes(`{"Ref":"${id}"}`)).map(([name]) => name);
      const text: string = service.Resources[Properties.FunctionName['Fn::GetAtt'][0]]?.Properties.Description;
      expect(Properties.Principal).toBe('apigateway.amazonaws.com');
      return [text, from];
    });

    expect(new Set(callable.map(([text]) => text)).size).toBe(callable.length);
    expect(callable).toHaveLength(resourcesOfType(service, 'AWS::Lambda::Function').length - 3);
    for (const [text, from] of callable) {
      expect(from).toEqual([String(text).startsWith('Partner API: ') ? 'partner-api' : 'management-api']);
    }
  });
});

describe('stage', () => {
  // Both APIs share the account's limit: the pages must not use up what partners' systems need.
  test('throttles more tightly than the Partner API, whatever that is configured to', async () => {
    const { service } = await synthesizeStacks({ throttleRateLimit: '9000', throttleBurstLimit: '4000' });
    const { MethodSettings } = onlyResourceOfApi(service, API, 'Stage')[1].Properties;

    expect(MethodSettings).toEqual([
      expect.objectContaining({
        HttpMethod: '*',
        ResourcePath: '/*',
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
        // They would hold whole requests, tokens and codes included.
        LoggingLevel: 'OFF',
        DataTraceEnabled: false,
      }),
    ]);
  });

  test('writes one line a call to a log group of its own', () => {
    const { AccessLogSetting } = onlyResourceOfApi(service, API, 'Stage')[1].Properties;
    const destination = JSON.stringify(AccessLogSetting.DestinationArn);
    const targets = resourcesOfType(service, 'AWS::Logs::LogGroup').filter(([id]) => destination.includes(`"${id}"`));

    expect(targets.map(([id]) => id)).toEqual([expect.stringMatching(/^HubManagementApiAccessLogs/)]);
    expect(targets[0]?.[1]).toMatchObject({
      Properties: { RetentionInDays: 90 },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  // Otherwise CloudFormation may create it first and fails, since the account cannot write access logs yet.
  test('waits for the role for logs, where the stack brings it', async () => {
    const { service: configured } = await synthesizeStacks({ manageApiGatewayLogRole: 'true' });
    const [accountId] = resourcesOfType(configured, 'AWS::ApiGateway::Account').map(([id]) => id);

    expect(onlyResourceOfApi(configured, API, 'Stage')[1].DependsOn).toContain(accountId);
  });
});

test('the API is regional and passes bodies as they came', () => {
  expect(restApi(service, API)[1].Properties).toMatchObject({
    EndpointConfiguration: { Types: ['REGIONAL'] },
    BinaryMediaTypes: ['*/*'],
  });
});
