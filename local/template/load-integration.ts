import { z } from 'zod';
import type { Integration, MappingSource, ParameterMapping } from './application.ts';
import type { LoadedResource } from './loaded-resource.ts';
import { ignored, map, number, only, text } from './schemas.ts';

const FUNCTION_URI = /:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/;
const TARGET = /^integration\.request\.(path|header|querystring)\.([A-Za-z0-9._-]+)$/;
const REQUEST_SOURCE = /^method\.request\.(path|header|querystring)\.([A-Za-z0-9._-]+)$/;

const COMMON = {
  Uri: text,
  TimeoutInMillis: number.default(29_000),
  ...ignored('Concerns integrations with templates; proxy integrations pass everything.', 'PassthroughBehavior'),
};

export const INTEGRATION = z.discriminatedUnion('Type', [
  map({ ...COMMON, Type: z.literal('AWS_PROXY'), IntegrationHttpMethod: only('POST') }),
  map({
    ...COMMON,
    Type: z.literal('HTTP_PROXY'),
    IntegrationHttpMethod: text,
    RequestParameters: z.record(text, text).default({}),
  }),
]);

/** Returns the function in the URI of an integration or authorizer, or null. */
export function functionArnOf(uri: string): string | null {
  return FUNCTION_URI.exec(uri)?.[1] ?? null;
}

/** `declared` are the request parameters of the method: API Gateway maps from no other. */
export function loadIntegration(
  method: LoadedResource,
  integration: z.output<typeof INTEGRATION>,
  declared: ReadonlySet<string>,
): Integration {
  const { Uri: uri, TimeoutInMillis: timeoutMs } = integration;
  if (integration.Type === 'AWS_PROXY') {
    const functionArn = functionArnOf(uri);
    if (functionArn === null) throw method.error('Integration.Uri', `"${uri}" names no function.`);
    return { type: 'AWS_PROXY', functionArn, timeoutMs };
  }
  const parameters = Object.entries(integration.RequestParameters).map(([target, source]) =>
    mappingOf(method, target, source, declared),
  );
  const pathOnly = uri.replace(/^https?:\/\/[^/{}?#]+/, '');
  if (!/^(\/[^?#]*)?$/.test(pathOnly)) {
    throw method.error('Integration.Uri', `"${uri}" is not a URL with placeholders in its path only.`);
  }
  const mapped = new Set(parameters.filter(({ location }) => location === 'path').map(({ name }) => name));
  for (const [, name = ''] of uri.matchAll(/\{([^}]+)\}/g)) {
    if (!mapped.has(name)) throw method.error('Integration.Uri', `nothing is mapped to {${name}}.`);
  }
  return { type: 'HTTP_PROXY', httpMethod: integration.IntegrationHttpMethod, uri, parameters, timeoutMs };
}

function mappingOf(
  method: LoadedResource,
  target: string,
  source: string,
  declared: ReadonlySet<string>,
): ParameterMapping {
  const property = `Integration.RequestParameters.${target}`;
  const [, location, name] = TARGET.exec(target) ?? [];
  if (location === undefined || name === undefined) throw method.error(property, 'is an unknown target.');
  const parsed = sourceOf(source);
  if (parsed === null) throw method.error(property, `the source ${source} is not supported locally.`);
  if (source.startsWith('method.') && !declared.has(source)) {
    throw method.error(property, `${source} is not among the method's RequestParameters.`);
  }
  return { location: location as ParameterMapping['location'], name, source: parsed };
}

function sourceOf(source: string): MappingSource | null {
  if (/^'[^']*'$/.test(source)) return { from: 'literal', value: source.slice(1, -1) };
  if (source.startsWith('context.')) return { from: 'context', name: source.slice('context.'.length) };
  const [, from, name] = REQUEST_SOURCE.exec(source) ?? [];
  return from === undefined || name === undefined ? null : { from: from as 'path' | 'header' | 'querystring', name };
}
