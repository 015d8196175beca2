import { z } from 'zod';
import type { ApiDefinition, AuthorizerDefinition, RouteDefinition } from './application.ts';
import { loadGatewayResponse } from './load-gateway-response.ts';
import { functionArnOf, INTEGRATION, loadIntegration } from './load-integration.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, number, only, text } from './schemas.ts';
import { DESCRIPTIVE, LOGS, NO_MUTUAL_TLS, NO_TLS, OUTER_URL } from './without-local-effect.ts';

const REST_API = map({
  Name: text,
  BinaryMediaTypes: z.tuple([z.literal('*/*')], 'only APIs with */* are supported locally.'),
  ...ignored(DESCRIPTIVE, 'Description', 'Tags'),
  ...ignored(OUTER_URL, 'DisableExecuteApiEndpoint', 'EndpointConfiguration', 'EndpointAccessMode'),
  ...ignored(NO_TLS, 'SecurityPolicy'),
});
const RESOURCE = map({ RestApiId: text, ParentId: text, PathPart: text });
const AUTHORIZER = map({
  RestApiId: text,
  Name: text,
  Type: z.literal('REQUEST'),
  AuthorizerResultTtlInSeconds: number.refine(
    (seconds) => seconds === 0,
    'only 0 is supported: a cached result outlives a revocation.',
  ),
  IdentitySource: only(''),
  AuthorizerUri: text,
});
const DEPLOYMENT = map({ RestApiId: text, ...ignored(DESCRIPTIVE, 'Description') });
const STAGE = map({
  RestApiId: text,
  StageName: text,
  DeploymentId: text,
  AccessLogSetting: map({ Format: text, DestinationArn: text }).optional(),
  ...ignored(NO_MUTUAL_TLS, 'ClientCertificateId'),
  ...ignored(DESCRIPTIVE, 'Description'),
  ...ignored(
    'Throttling would only measure this machine, metrics have nowhere to go, and full request logs must stay off.',
    'MethodSettings',
  ),
  ...ignored(DESCRIPTIVE, 'Tags'),
  ...ignored(LOGS, 'TracingEnabled'),
});
const METHOD_COMMON = {
  RestApiId: text,
  ResourceId: text,
  HttpMethod: text,
  ApiKeyRequired: only(false),
  RequestParameters: z.record(text, z.unknown()).default({}),
  Integration: INTEGRATION,
  ...ignored(DESCRIPTIVE, 'OperationName'),
};
const METHOD = z.discriminatedUnion('AuthorizationType', [
  map({ ...METHOD_COMMON, AuthorizationType: z.literal('NONE') }),
  map({ ...METHOD_COMMON, AuthorizationType: z.literal('CUSTOM'), AuthorizerId: text }),
]);
const OF_AN_API = z.looseObject({ RestApiId: text });

type PathNode = z.output<typeof RESOURCE>;

export function loadApis(
  resources: readonly LoadedResource[],
  place: { readonly region: string; readonly accountId: string },
): ApiDefinition[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === `AWS::ApiGateway::${type}`);
  const nodes = new Map(ofType('Resource').map((one) => [one.physicalId, one.properties(RESOURCE)]));
  const authorizers = new Map(ofType('Authorizer').map((one) => [one.physicalId, loadAuthorizer(one)]));
  for (const deployment of ofType('Deployment')) deployment.properties(DEPLOYMENT);
  const routes = byApi(ofType('Method'), (method) => loadRoute(method, nodes, authorizers));
  const responses = byApi(ofType('GatewayResponse'), loadGatewayResponse);
  const stages = byApi(ofType('Stage'), loadStage);

  return ofType('RestApi').map((api) => {
    const id = api.physicalId;
    const { Name: name } = api.properties(REST_API);
    const [stage, ...more] = stages.get(id) ?? [];
    if (stage === undefined || more.length > 0) throw api.error('Name', 'the API must have exactly one stage.');
    const rootId = api.attribute('RootResourceId');
    return {
      id,
      name,
      ...place,
      ...stage,
      routes: (routes.get(id) ?? []).map((route) =>
        route.resourceId === rootId ? { ...route, resourcePath: '/' } : route,
      ),
      gatewayResponses: new Map((responses.get(id) ?? []).map(({ type, response }) => [type, response])),
    };
  });
}

function byApi<T>(resources: readonly LoadedResource[], load: (resource: LoadedResource) => T): Map<string, T[]> {
  const groups = Map.groupBy(resources, (resource) => resource.properties(OF_AN_API).RestApiId);
  return new Map([...groups].map(([id, group]) => [id, group.map(load)]));
}

function loadAuthorizer(authorizer: LoadedResource): AuthorizerDefinition {
  const { Name: name, AuthorizerUri: uri } = authorizer.properties(AUTHORIZER);
  const functionArn = functionArnOf(uri);
  if (functionArn === null) throw authorizer.error('AuthorizerUri', `"${uri}" names no function.`);
  return { name, functionArn };
}

function loadStage(
  resource: LoadedResource,
): Pick<ApiDefinition, 'stage' | 'deploymentId' | 'accessLogFormat' | 'accessLogGroup'> {
  const { StageName: stage, DeploymentId: deploymentId, AccessLogSetting: accessLog } = resource.properties(STAGE);
  return {
    stage,
    deploymentId,
    accessLogFormat: accessLog?.Format ?? null,
    accessLogGroup: accessLog === undefined ? null : logGroupIn(accessLog.DestinationArn),
  };
}

/** Returns null for a destination of another kind. */
function logGroupIn(arn: string): string | null {
  return /^arn:aws:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(arn)?.[1] ?? null;
}

function loadRoute(
  method: LoadedResource,
  nodes: ReadonlyMap<string, PathNode>,
  authorizers: ReadonlyMap<string, AuthorizerDefinition>,
): RouteDefinition {
  const properties = method.properties(METHOD);
  const { ResourceId: resourceId, HttpMethod: httpMethod, RequestParameters, Integration } = properties;
  const authorizer = properties.AuthorizationType === 'NONE' ? null : authorizers.get(properties.AuthorizerId);
  if (authorizer === undefined) throw method.error('AuthorizerId', 'names no authorizer.');
  return {
    resourceId,
    resourcePath: pathOf(resourceId, nodes),
    httpMethod,
    authorizer,
    integration: loadIntegration(method, Integration, new Set(Object.keys(RequestParameters))),
  };
}

function pathOf(resourceId: string, nodes: ReadonlyMap<string, PathNode>): string {
  const node = nodes.get(resourceId);
  return node === undefined ? '' : `${pathOf(node.ParentId, nodes)}/${node.PathPart}`;
}
