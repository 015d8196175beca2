import type { RouteDefinition } from '../../local/template/application.ts';
import type { Header, HttpRequest } from '../../tools/client/http.ts';
import type { Credentials } from './credentials.ts';
import { documentedBodies } from './documented-bodies.ts';

/** What a call is sent with besides the misplaced credentials, so that it gets past the authorizer. */
export interface GoodCall {
  /** By the name of a path parameter. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: readonly Header[];
}

/** Headers that clients, the gateway or our own code give a meaning to, and one that nobody knows. */
const HEADERS = [
  ...['Accept', 'Content-Type', 'Cookie', 'If-None-Match', 'Origin', 'Proxy-Authorization', 'Referer', 'User-Agent'],
  ...['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Original-URL', 'X-Real-IP', 'X-Unknown'],
  ...['X-HTTP-Method-Override', 'X-Amzn-RequestId', 'X-Amzn-Trace-Id', 'X-Request-Id', 'Traceparent'],
  ...['X-Partner-Id', 'X-Credential-Id', 'X-Origin-Secret', 'X-Viewer-Ip'],
];
const CREDENTIAL_HEADERS = ['Authorization', 'x-api-key', 'D360-API-KEY', 'D360-Partner-API-Key'];
const METHODS_OF_ANY = ['GET', 'POST'];
const JSON_TYPE: Header = ['Content-Type', 'application/json'];
const FORM_TYPE: Header = ['Content-Type', 'application/x-www-form-urlencoded'];

/** Returns calls of a route with each credential in path, query, each header and body. */
export function misplacedCalls(route: RouteDefinition, credentials: Credentials, good: GoodCall): HttpRequest[] {
  const path = pathOf(route.resourcePath, good.parameters);
  const methods = route.httpMethod === 'ANY' ? METHODS_OF_ANY : [route.httpMethod];
  return methods.flatMap((method) =>
    [...inPath(route.resourcePath, path, credentials), ...inQuery(path, credentials)]
      .map((target): HttpRequest => ({ method, path: target, headers: good.headers }))
      .concat(inHeaders(credentials, good.headers).map((headers) => ({ method, path, headers })))
      .concat(
        method === 'GET' ? [] : inBody(route, credentials, good.headers).map((sent) => ({ method, path, ...sent })),
      ),
  );
}

function pathOf(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([a-z_]+)\+?\}/g, (_, name: string) => values[name] ?? 'x');
}

/** In each parameter, and behind the path. */
function inPath(template: string, path: string, credentials: Credentials): string[] {
  const parameters = [...template.matchAll(/\{([a-z_]+)\+?\}/g)].map(([, name = '']) => name);
  return Object.values(credentials).flatMap((credential) => [
    `${path}/${credential}`,
    ...parameters.map((name) => pathOf(template, { [name]: credential })),
  ]);
}

function inQuery(path: string, credentials: Credentials): string[] {
  return [
    `${path}?${new URLSearchParams({ ...credentials })}`,
    `${path}?${Object.values(credentials)
      .map((one) => `${encodeURIComponent(one)}=x`)
      .join('&')}`,
    `${path}?from=${credentials.key}&cursor=${credentials.code}&credential=${credentials.token}`,
  ];
}

/** Each alone where a credential belongs, and all together elsewhere: as a value and as a name. */
function inHeaders(credentials: Credentials, good: readonly Header[]): Header[][] {
  const each = Object.values(credentials);
  return [
    ...CREDENTIAL_HEADERS.flatMap((name) => each.map((one): Header[] => [[name, one]])),
    ...each.map((one): Header[] => [['Authorization', `Bearer ${one}`]]),
    ...HEADERS.map((name): Header[] => [...good, [name, each.join(' ')]]),
    each.map((one): Header => [one, one]),
  ];
}

interface Sent {
  readonly headers: readonly Header[];
  readonly body: string;
}

/** In every field of the documented body, in unknown fields and their names, and as bodies that are no JSON. */
function inBody(route: RouteDefinition, credentials: Credentials, good: readonly Header[]): Sent[] {
  const each = Object.values(credentials);
  const json = [JSON_TYPE, ...good];
  const objects = each.flatMap((one) => documentedBodies(route, one).concat({ [one]: one, unknown: one }));
  const { password, code, ...named } = credentials;
  return [
    ...objects.map((body): Sent => ({ headers: json, body: JSON.stringify(body) })),
    ...each.map((one): Sent => ({ headers: json, body: one })),
    { headers: json, body: JSON.stringify({ challenge_id: 'unknown', code, username: named.key, password }) },
    { headers: [FORM_TYPE, ...good], body: new URLSearchParams({ ...credentials }).toString() },
    { headers: good, body: JSON.stringify(each) },
  ];
}
