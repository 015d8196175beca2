import { beforeAll, describe, expect, test } from '@jest/globals';
import { onlyResourceOfApi, restApi } from './api-resources.ts';
import { functionBehind, type Route, routeNamed, routesOf } from './api-routes.ts';
import { resourcesOfType, type StackTemplate, synthesizeStacks, UPSTREAM_URL } from './synthesized-stacks.ts';

const API = 'partner-api';

const CATCH_ALLS = [
  'ANY /',
  'ANY /{proxy+}',
  'ANY /api',
  'ANY /api/{proxy+}',
  'ANY /api/v2',
  'ANY /api/v2/{proxy+}',
  'ANY /api/v2/partners',
  'ANY /api/v2/token',
  'ANY /api/v2/token/{proxy+}',
  'ANY /api/v2/whoami',
  'ANY /api/v2/whoami/{proxy+}',
];
const UPSTREAM_ROUTES = ['ANY /api/v2/partners/{partner_id}', 'ANY /api/v2/partners/{partner_id}/{proxy+}'];
const GUARDED = ['GET /api/v2/whoami', ...UPSTREAM_ROUTES];
const OPEN = ['POST /api/v2/token', ...CATCH_ALLS];

let service: StackTemplate;
let description: (route: Route) => string;

beforeAll(async () => {
  ({ service } = await synthesizeStacks());
  description = ({ properties }) =>
    service.Resources[functionBehind(service, properties.Integration.Uri)]?.Properties.Description;
});

describe('who may pass', () => {
  // If one of these fails, calls reach the upstream without a credential, or with a revoked one.
  test.each(GUARDED)('%s asks the authorizer', (name) => {
    const [authorizerId] = onlyResourceOfApi(service, API, 'Authorizer');

    expect(routeNamed(service, API, name).properties).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { Ref: authorizerId },
    });
  });

  test('the authorizer is asked anew for every call, with or without either header', () => {
    const [, { Properties }] = onlyResourceOfApi(service, API, 'Authorizer');

    expect(Properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0, IdentitySource: '' });
    expect(service.Resources[functionBehind(service, Properties.AuthorizerUri)]?.Properties.Description).toContain(
      'checks the credential',
    );
  });

  test.each(OPEN)('%s asks no authorizer', (name) => {
    const { properties } = routeNamed(service, API, name);

    expect(properties.AuthorizationType).toBe('NONE');
    expect(properties).not.toHaveProperty('AuthorizerId');
  });

  test('there is no other route', () => {
    const names = routesOf(service, API).map(({ name }) => name);

    expect(names.toSorted()).toEqual([...GUARDED, ...OPEN].toSorted());
  });
});

describe('where calls go', () => {
  test.each(CATCH_ALLS)('%s is answered 404', (name) => {
    const route = routeNamed(service, API, name);

    expect(route.properties.Integration.Type).toBe('AWS_PROXY');
    expect(description(route)).toContain('404');
  });

  test.each([
    ['POST /api/v2/token', 'POST /token'],
    ['GET /api/v2/whoami', 'GET /whoami'],
  ])('%s reaches its function', (name, text) => {
    const route = routeNamed(service, API, name);

    expect(route.properties.Integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' });
    expect(description(route)).toContain(text);
  });

  test.each([
    ['ANY /api/v2/partners/{partner_id}', '/api/v2/partners/{partner_id}', {}],
    [
      'ANY /api/v2/partners/{partner_id}/{proxy+}',
      '/api/v2/partners/{partner_id}/{proxy}',
      { 'integration.request.path.proxy': 'method.request.path.proxy' },
    ],
  ])('%s reaches the upstream as the partner of the credential and without the credential', (name, path, proxy) => {
    const { Integration } = routeNamed(service, API, name).properties;

    expect(Integration).toMatchObject({
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'ANY',
      TimeoutInMillis: 29_000,
      Uri: `${UPSTREAM_URL}${path}`,
    });
    expect(Integration.RequestParameters).toEqual({
      ...proxy,
      'integration.request.path.partner_id': 'context.authorizer.partner_id',
      'integration.request.header.x-partner-id': 'context.authorizer.partner_id',
      'integration.request.header.x-credential-type': 'context.authorizer.credential_type',
      'integration.request.header.x-credential-id': 'context.authorizer.credential_id',
      'integration.request.header.x-request-id': 'context.extendedRequestId',
      'integration.request.header.x-legacy-sunset': 'context.authorizer.legacy_sunset',
      'integration.request.header.x-api-key': "'redacted'",
      'integration.request.header.Authorization': "'redacted'",
      'integration.request.header.D360-API-KEY': "'redacted'",
      'integration.request.header.D360-Partner-API-Key': "'redacted'",
    });
  });

  test('API Gateway may call each of its functions, by one permission a function, from this API alone', () => {
    const [apiId] = restApi(service, API);
    const permissions = resourcesOfType(service, 'AWS::Lambda::Permission').filter(([, { Properties }]) =>
      JSON.stringify(Properties.SourceArn).includes(`{"Ref":"${apiId}"}`),
    );
    const callable = permissions.map(([, { Properties }]) => Properties.FunctionName['Fn::GetAtt'][0]);

    expect(callable.map((id) => service.Resources[id]?.Properties.Description).toSorted()).toEqual([
      'Partner API: 404 for everything that is no route',
      'Partner API: GET /whoami',
      'Partner API: POST /token',
      'Partner API: checks the credential of a call',
    ]);
    for (const [, { Properties }] of permissions) expect(Properties.Principal).toBe('apigateway.amazonaws.com');
  });
});
