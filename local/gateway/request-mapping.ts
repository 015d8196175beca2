import { type HeaderList, headerValue, without } from '../servers/header-list.ts';
import type { HttpIntegration, MappingSource, ParameterMapping } from '../template/application.ts';
import type { Call } from './call.ts';
import { contextVariable } from './context-variables.ts';

/** Headers that are not forwarded. Host and Content-Length are set anew. */
const NOT_FORWARDED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'host',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  // Meant for the gateway; only a mapping forwards it.
  'x-http-method-override',
]);
const API_ID_HEADER = 'x-amzn-apigateway-api-id';

export interface MappedRequest {
  /** Path and query, without the origin. */
  readonly target: string;
  readonly headers: HeaderList;
}

/** Returns the request to the upstream, or null if a placeholder of the path has no value in this call. */
export function mapRequest(call: Call, { uri, parameters }: HttpIntegration): MappedRequest | null {
  const values = (location: ParameterMapping['location']) =>
    parameters.flatMap(({ location: at, name, source }): [string, string][] => {
      const value = at === location ? sourceValue(call, source) : null;
      // A mapping whose source is missing is skipped, and the client's value stays.
      return value === null ? [] : [[name, value]];
    });
  const path = mapPath(uri.replace(/^https?:\/\/[^/]+/, ''), new Map(values('path')));
  if (path === null) return null;
  const query = mapQuery(call.rawQuery, values('querystring'));
  const mapped = values('header');
  // How API Gateway treats other spellings of a mapped name is undocumented; here they are replaced.
  const replaced = new Set([API_ID_HEADER, ...mapped.map(([name]) => name.toLowerCase())]);
  return {
    target: `${path === '' ? '/' : path}${query === '' ? '' : `?${query}`}`,
    headers: [...without(without(call.headers, NOT_FORWARDED), replaced), [API_ID_HEADER, call.api.id], ...mapped],
  };
}

function sourceValue(call: Call, source: MappingSource): string | null {
  switch (source.from) {
    case 'literal':
      return source.value;
    case 'context':
      return contextVariable(call, source.name);
    case 'path': {
      const value = own(call.match?.pathParameters ?? {}, source.name);
      return value === null ? null : decoded(value);
    }
    case 'header':
      return headerValue(call.headers, source.name) ?? null;
    case 'querystring':
      return own(call.query.single, source.name);
  }
}

function own(map: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null;
}

/** Decodes a path parameter. A REST API decodes path parameters before the integration, so `%2F` becomes a slash: that is why the authorizer checks the path first. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function mapPath(template: string, values: ReadonlyMap<string, string>): string | null {
  let complete = true;
  const path = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) complete = false;
    return (value ?? '').split('/').map(encodeSegment).join('/');
  });
  return complete ? path : null;
}

/** Encodes only what RFC 3986 does not allow in a segment. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replaceAll(/%(?:3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent);
}

function mapQuery(rawQuery: string, mapped: readonly (readonly [string, string])[]): string {
  if (mapped.length === 0) return rawQuery;
  const names = new Set(mapped.map(([name]) => name));
  const kept = rawQuery
    .split('&')
    .filter((pair) => pair !== '' && ![...new URLSearchParams(pair).keys()].some((name) => names.has(name)));
  return [...kept, new URLSearchParams(Object.fromEntries(mapped)).toString()].join('&');
}
