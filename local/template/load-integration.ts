import type { Integration, MappingSource, ParameterMapping } from './application.ts';
import type { Properties } from './properties.ts';

const DEFAULT_TIMEOUT_MS = 29_000;
const FUNCTION_URI = /:lambda:path\/2015-03-31\/functions\/(arn:[^/]+)\/invocations$/;
const TARGET = /^integration\.request\.(path|header|querystring)\.([A-Za-z0-9._-]+)$/;
const REQUEST_SOURCE = /^method\.request\.(path|header|querystring)\.([A-Za-z0-9._-]+)$/;

/** The function that an integration or authorizer address names, or null. */
export function functionArnOf(uri: string): string | null {
  return FUNCTION_URI.exec(uri)?.[1] ?? null;
}

/** `declared` are the request parameters of the method: API Gateway maps from no other. */
export function loadIntegration(integration: Properties, declared: ReadonlySet<string>): Integration {
  const type = integration.text('Type');
  const uri = integration.text('Uri');
  const timeoutMs = integration.number('TimeoutInMillis', DEFAULT_TIMEOUT_MS);
  switch (type) {
    case 'AWS_PROXY': {
      const functionArn = functionArnOf(uri);
      if (functionArn === null) throw integration.error('Uri', `"${uri}" names no function.`);
      integration.expect('IntegrationHttpMethod', 'POST');
      return { type, functionArn, timeoutMs };
    }
    case 'HTTP_PROXY': {
      const parameters = [...integration.texts('RequestParameters')].map(([target, source]) =>
        mappingOf(integration, target, source, declared),
      );
      const pathOnly = uri.replace(/^https?:\/\/[^/{}?#]+/, '');
      if (!/^(\/[^?#]*)?$/.test(pathOnly)) {
        throw integration.error('Uri', `"${uri}" is not an address with placeholders in its path only.`);
      }
      const mapped = new Set(parameters.filter(({ location }) => location === 'path').map(({ name }) => name));
      for (const [, name = ''] of uri.matchAll(/\{([^}]+)\}/g)) {
        if (!mapped.has(name)) throw integration.error('Uri', `nothing is mapped to {${name}}.`);
      }
      return { type, httpMethod: integration.text('IntegrationHttpMethod'), uri, parameters, timeoutMs };
    }
    default:
      throw integration.error('Type', `${type} is not supported locally.`);
  }
}

function mappingOf(
  integration: Properties,
  target: string,
  source: string,
  declared: ReadonlySet<string>,
): ParameterMapping {
  const property = `RequestParameters.${target}`;
  const [, location, name] = TARGET.exec(target) ?? [];
  if (location === undefined || name === undefined) throw integration.error(property, 'is no target known here.');
  const parsed = sourceOf(source);
  if (parsed === null) throw integration.error(property, `the source ${source} is not supported locally.`);
  if (source.startsWith('method.') && !declared.has(source)) {
    throw integration.error(property, `${source} is not among the method's RequestParameters.`);
  }
  return { location: location as ParameterMapping['location'], name, source: parsed };
}

function sourceOf(source: string): MappingSource | null {
  if (/^'[^']*'$/.test(source)) return { from: 'literal', value: source.slice(1, -1) };
  if (source.startsWith('context.')) return { from: 'context', name: source.slice('context.'.length) };
  const [, from, name] = REQUEST_SOURCE.exec(source) ?? [];
  return from === undefined || name === undefined ? null : { from: from as 'path' | 'header' | 'querystring', name };
}
