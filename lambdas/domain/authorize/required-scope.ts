import type { Resource, Scope } from '../model/scopes.ts';

type Route = readonly [methods: string, path: string, resource: Resource];

/**
 * Methods and paths below `/api/v2/partners/{partner_id}`, each with its resource. `*` matches one segment, `**` one or more.
 * GET and HEAD need the scope `read` of the resource, other methods `write`. Anything else needs the scope `*`, so a key with
 * restricted scopes cannot call a new upstream endpoint until it is added here.
 */
const ROUTES: readonly Route[] = [
  ['GET PATCH', '', 'partner'],
  ['GET POST', 'webhook_url', 'partner'],
  ['GET', 'clients', 'clients'],
  ['GET PATCH', 'clients/*', 'clients'],
  ['GET', 'clients/*/info/balance', 'balance'],
  ['GET', 'clients/*/channels/*/info/balance', 'balance'],
  ['GET', 'balance', 'balance'],
  ['GET', 'channels', 'channels'],
  ['GET', 'channels/*', 'channels'],
  ['POST', 'clients/*/channels/*/control/cancellation_request', 'channels'],
  ['POST', 'clients/*/channels/*/control/reactivate', 'channels'],
  ['GET POST DELETE', 'channels/*/api_keys', 'channel_keys'],
  ['GET POST', 'waba_accounts/*/waba_templates', 'templates'],
  ['GET DELETE', 'waba_accounts/*/waba_templates/*', 'templates'],
  ['GET POST', 'waba_accounts/*/flows', 'flows'],
  ['GET POST PATCH DELETE', 'waba_accounts/*/flows/**', 'flows'],
  ['GET POST PATCH DELETE', 'sharing', 'sharing'],
  ['GET POST PATCH DELETE', 'sharing/**', 'sharing'],
];

const TABLE = ROUTES.map(([methods, path, resource]) => ({
  methods: methods.split(' '),
  pattern: path === '' ? [] : path.split('/'),
  resource,
}));

/** They belong to a path only while they are encoded, and a server on the way may decode them. */
const ENDS_A_PATH = /[?#]/;

/**
 * Returns the scope that a call needs.
 * @param segments - after the partner ID, decoded
 */
export function requiredScope(method: string, segments: readonly string[]): Scope {
  // HEAD is GET without the body.
  const known = method === 'HEAD' ? 'GET' : method;
  if (segments.some((segment) => ENDS_A_PATH.test(segment))) return '*';
  const route = TABLE.find(({ methods, pattern }) => methods.includes(known) && matches(pattern, segments));
  if (route === undefined) return '*';
  return `${route.resource}:${known === 'GET' ? 'read' : 'write'}`;
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const open = pattern.at(-1) === '**';
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? segments.length <= fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((part, index) => part === '*' || part === segments[index]);
}
