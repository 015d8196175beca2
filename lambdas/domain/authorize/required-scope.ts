import type { Resource, Scope } from '../model/scopes.ts';

type Route = readonly [methods: string, path: string, resource: Resource];

const IN_CHANNEL = 'clients/*/channels/*';

/**
 * Methods and paths below `/api/v2/partners/{partner_id}`, each with its resource. `*` matches one segment, `**` one or more.
 * GET and HEAD need the scope `read` of the resource, other methods `write`. Reading anything else needs `*:read`, and changing
 * it `*`, so a key for single resources cannot call a new upstream endpoint until it is added here.
 */
const ROUTES: readonly Route[] = [
  ['GET PATCH', '', 'partner'],
  ['GET POST', 'webhook_url', 'partner'],
  ['PATCH', 'settings/partner_change_request', 'partner'],
  ['GET', 'selective_partner_change_requests', 'partner'],
  ['GET POST', 'selective_partner_change_requests/**', 'partner'],
  ['GET', 'clients', 'clients'],
  ['GET PATCH', 'clients/*', 'clients'],
  ['GET', 'clients/*/info/balance', 'balance'],
  ['GET', `${IN_CHANNEL}/info/balance`, 'balance'],
  ['GET', `${IN_CHANNEL}/info/usage`, 'balance'],
  ['GET', 'balance', 'balance'],
  ['GET', 'channels', 'channels'],
  ['GET', 'channels/*', 'channels'],
  ['POST', `${IN_CHANNEL}/control/cancellation_request`, 'channels'],
  ['POST', `${IN_CHANNEL}/control/reactivate`, 'channels'],
  ['GET', `${IN_CHANNEL}/whatsapp_commerce_settings`, 'channels'],
  ['GET POST DELETE', 'channels/*/api_keys', 'channel_keys'],
  ['GET', 'waba_accounts/*', 'templates'],
  ['GET POST', 'waba_accounts/*/waba_templates', 'templates'],
  ['GET PATCH DELETE', 'waba_accounts/*/waba_templates/*', 'templates'],
  ['GET POST', 'waba_accounts/*/flows', 'flows'],
  ['GET POST PATCH DELETE', 'waba_accounts/*/flows/**', 'flows'],
  ['GET PATCH', 'settings/account_sharing', 'sharing'],
  ['GET POST PATCH DELETE', 'account_sharing/**', 'sharing'],
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
  const anything = known === 'GET' ? '*:read' : '*';
  if (segments.some((segment) => ENDS_A_PATH.test(segment))) return anything;
  const route = TABLE.find(({ methods, pattern }) => methods.includes(known) && matches(pattern, segments));
  if (route === undefined) return anything;
  return `${route.resource}:${known === 'GET' ? 'read' : 'write'}`;
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const open = pattern.at(-1) === '**';
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? segments.length <= fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((part, index) => part === '*' || part === segments[index]);
}
