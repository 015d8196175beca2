import type { ApiDefinition, AuthorizerDefinition, GatewayResponseDefinition, RouteDefinition } from './application.ts';
import { loadGatewayResponse } from './load-gateway-response.ts';
import { functionArnOf, loadIntegration } from './load-integration.ts';
import type { LoadedResource } from './loaded-resource.ts';
import type { Properties } from './properties.ts';

interface PathNode {
  readonly parentId: string;
  readonly pathPart: string;
}

export function loadApis(
  resources: readonly LoadedResource[],
  place: { readonly region: string; readonly accountId: string },
): ApiDefinition[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === `AWS::ApiGateway::${type}`);
  const nodes = new Map<string, PathNode>();
  for (const { physicalId, properties } of ofType('Resource')) {
    properties.text('RestApiId');
    nodes.set(physicalId, { parentId: properties.text('ParentId'), pathPart: properties.text('PathPart') });
    properties.finish();
  }
  const authorizers = new Map(ofType('Authorizer').map((resource) => [resource.physicalId, loadAuthorizer(resource)]));
  for (const { properties } of ofType('Deployment')) {
    properties.text('RestApiId');
    properties.finish();
  }
  const routes = byApi(ofType('Method'), ({ properties }) => loadRoute(properties, nodes, authorizers));
  const responses = byApi(ofType('GatewayResponse'), ({ properties }) => loadGatewayResponse(properties));
  const stages = byApi(ofType('Stage'), ({ properties }) => loadStage(properties));

  return ofType('RestApi').map(({ physicalId: id, properties, attribute }) => {
    const rootId = attribute('RootResourceId');
    properties.expect('BinaryMediaTypes', ['*/*']);
    if (properties.raw('BinaryMediaTypes') === undefined) {
      throw properties.error('BinaryMediaTypes', 'only APIs with */* are supported locally.');
    }
    const name = properties.text('Name');
    properties.finish();
    const [stage, ...more] = stages.get(id) ?? [];
    if (stage === undefined || more.length > 0) throw properties.error('Name', 'the API must have exactly one stage.');
    return {
      id,
      name,
      ...place,
      ...stage,
      routes: (routes.get(id) ?? []).map((route) =>
        route.resourceId === rootId ? { ...route, resourcePath: '/' } : route,
      ),
      gatewayResponses: new Map<string, GatewayResponseDefinition>(
        (responses.get(id) ?? []).map(({ type, response }) => [type, response]),
      ),
    };
  });
}

function byApi<T>(resources: readonly LoadedResource[], load: (resource: LoadedResource) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const resource of resources) {
    const id = resource.properties.text('RestApiId');
    groups.set(id, [...(groups.get(id) ?? []), load(resource)]);
  }
  return groups;
}

function loadAuthorizer({ properties }: LoadedResource): AuthorizerDefinition {
  properties.text('RestApiId');
  const type = properties.text('Type');
  if (type !== 'REQUEST') throw properties.error('Type', `${type} is not supported locally.`);
  if (properties.number('AuthorizerResultTtlInSeconds', 300) !== 0) {
    throw properties.error(
      'AuthorizerResultTtlInSeconds',
      'only 0 is supported: a cached result outlives a revocation.',
    );
  }
  if ((properties.optionalText('IdentitySource') ?? '') !== '') {
    throw properties.error('IdentitySource', 'is not supported locally.');
  }
  const uri = properties.text('AuthorizerUri');
  const functionArn = functionArnOf(uri);
  if (functionArn === null) throw properties.error('AuthorizerUri', `"${uri}" names no function.`);
  const name = properties.text('Name');
  properties.finish();
  return { name, functionArn };
}

function loadStage(
  properties: Properties,
): Pick<ApiDefinition, 'stage' | 'deploymentId' | 'accessLogFormat' | 'accessLogGroup'> {
  const stage = properties.text('StageName');
  const deploymentId = properties.text('DeploymentId');
  const accessLog = properties.nested('AccessLogSetting');
  const accessLogFormat = accessLog?.text('Format') ?? null;
  const accessLogGroup = accessLog === null ? null : logGroupIn(accessLog.text('DestinationArn'));
  properties.finish();
  return { stage, deploymentId, accessLogFormat, accessLogGroup };
}

/** null for a destination of another kind. */
function logGroupIn(arn: string): string | null {
  return /^arn:aws:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/.exec(arn)?.[1] ?? null;
}

function loadRoute(
  properties: Properties,
  nodes: ReadonlyMap<string, PathNode>,
  authorizers: ReadonlyMap<string, AuthorizerDefinition>,
): RouteDefinition {
  const resourceId = properties.text('ResourceId');
  const httpMethod = properties.text('HttpMethod');
  properties.expect('ApiKeyRequired', false);
  const declared = properties.raw('RequestParameters') ?? {};
  const integration = properties.nested('Integration');
  if (integration === null) throw properties.error('Integration', 'is missing.');
  const route = {
    resourceId,
    resourcePath: pathOf(resourceId, nodes),
    httpMethod,
    authorizer: authorizerOf(properties, authorizers),
    integration: loadIntegration(integration, new Set(Object.keys(declared))),
  };
  properties.finish();
  return route;
}

function authorizerOf(
  properties: Properties,
  authorizers: ReadonlyMap<string, AuthorizerDefinition>,
): AuthorizerDefinition | null {
  const id = properties.optionalText('AuthorizerId');
  switch (properties.text('AuthorizationType')) {
    case 'NONE':
      if (id !== null) throw properties.error('AuthorizerId', 'stands on a method without authorization.');
      return null;
    case 'CUSTOM': {
      const authorizer = authorizers.get(id ?? '');
      if (authorizer === undefined) throw properties.error('AuthorizerId', 'names no authorizer.');
      return authorizer;
    }
    default:
      throw properties.error('AuthorizationType', 'only NONE and CUSTOM are supported locally.');
  }
}

function pathOf(resourceId: string, nodes: ReadonlyMap<string, PathNode>): string {
  const node = nodes.get(resourceId);
  return node === undefined ? '' : `${pathOf(node.parentId, nodes)}/${node.pathPart}`;
}
