import type { Api, GatewayResponse, Route } from './fidelity-case.ts';

export const STAGE = 'fid';
/** Origin of the upstream in templates. */
export const UPSTREAM = 'https://upstream.example';

const functionArn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`;
const invocationUri = (name: string) =>
  `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

export const AUTHORIZER = 'authorizer';

/** Returns the name of the function in an ARN of these templates. */
export function functionNameOf(arn: string): string {
  return arn.slice(functionArn('').length);
}

/** Returns a CloudFormation template with only the API, as CDK would write it. */
export function templateOf(api: Api): object {
  const restApi = { RestApiId: { Ref: 'Api' } };
  const authorized = api.authorizer !== undefined;
  const resource = (type: string, properties: object) => ({ Type: `AWS::ApiGateway::${type}`, Properties: properties });
  const paths = new Set(api.routes.flatMap(({ path }) => prefixesOf(path)));
  return {
    Resources: {
      Api: resource('RestApi', {
        Name: 'fidelity',
        BinaryMediaTypes: ['*/*'],
        EndpointConfiguration: { Types: ['REGIONAL'] },
      }),
      Deployment: resource('Deployment', restApi),
      Stage: resource('Stage', { ...restApi, StageName: STAGE, DeploymentId: { Ref: 'Deployment' } }),
      ...(authorized
        ? {
            Authorizer: resource('Authorizer', {
              ...restApi,
              Name: 'authorizer',
              Type: 'REQUEST',
              AuthorizerResultTtlInSeconds: 0,
              IdentitySource: '',
              AuthorizerUri: invocationUri(AUTHORIZER),
            }),
          }
        : {}),
      ...Object.fromEntries(
        [...paths].map((path) => [
          logicalId('Resource', path),
          resource('Resource', {
            ...restApi,
            ParentId: resourceOf(path.slice(0, path.lastIndexOf('/'))),
            PathPart: path.slice(path.lastIndexOf('/') + 1),
          }),
        ]),
      ),
      ...Object.fromEntries(
        api.routes.map((route) => [
          logicalId(`Method${route.method}`, route.path),
          resource('Method', { ...restApi, ...methodOf(route) }),
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(api.gatewayResponses ?? {}).map(([type, response]) => [
          logicalId('Response', type),
          resource('GatewayResponse', { ...restApi, ...gatewayResponseOf(type, response) }),
        ]),
      ),
    },
  };
}

function methodOf({ method, path, authorized, function: name, upstream }: Route): object {
  return {
    HttpMethod: method,
    ResourceId: resourceOf(path === '/' ? '' : path),
    ...(authorized === true
      ? { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }
      : { AuthorizationType: 'NONE' }),
    ...(upstream?.parameters === undefined
      ? {}
      : { RequestParameters: Object.fromEntries(upstream.parameters.map((parameter) => [parameter, true])) }),
    Integration:
      upstream === undefined
        ? { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocationUri(name ?? '') }
        : {
            Type: 'HTTP_PROXY',
            IntegrationHttpMethod: 'ANY',
            Uri: `${UPSTREAM}${upstream.path}`,
            RequestParameters: upstream.mappings ?? {},
            ...(upstream.timeoutMs === undefined ? {} : { TimeoutInMillis: upstream.timeoutMs }),
          },
  };
}

function gatewayResponseOf(type: string, { status, headers = {}, body }: GatewayResponse): object {
  return {
    ResponseType: type,
    ...(status === undefined ? {} : { StatusCode: status }),
    ResponseParameters: Object.fromEntries(
      Object.entries(headers).map(([name, source]) => [`gatewayresponse.header.${name}`, source]),
    ),
    ...(body === undefined ? {} : { ResponseTemplates: { 'application/json': body } }),
  };
}

/** `/a/b` → `/a`, `/a/b`. */
function prefixesOf(path: string): string[] {
  const parts = path.split('/').slice(1);
  if (path === '/') return [];
  return parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`);
}

function resourceOf(path: string): object {
  return path === '' ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: logicalId('Resource', path) };
}

/** Logical IDs are letters and digits only. */
function logicalId(kind: string, name: string): string {
  return `${kind}${Buffer.from(name).toString('hex')}`;
}
