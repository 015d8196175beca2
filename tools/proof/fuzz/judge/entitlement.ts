import { MANAGEMENT_FUNCTIONS } from '../../../../lambdas/contract/management-routes.ts';
import type { Front, FuzzMessage } from '../cases/fuzz-case.ts';
import { isWellFramed } from '../wire/exchange.ts';
import type { Credential, Credentials } from '../world/credentials.ts';

/** Why a success is right. `partnerId`: whose data it may hold; null for a route that anybody may call. */
export interface Entitlement {
  readonly partnerId: string | null;
}

const API = ['api', 'v2'];
const MANAGEMENT = ['management', 'v1'];
const PUBLIC_ROUTES: readonly string[] = Object.values(MANAGEMENT_FUNCTIONS).flatMap(({ caller, routes }) =>
  caller === 'anyone' ? routes : [],
);
const SCOPE = /^(?<resource>\w+):(?<access>\w+)$/;

/**
 * Says from the bytes of a message alone how many successes it may have, and of whom: a small model of the contract, written
 * again on purpose. A message whose end is not certain may hold several requests; each credential in the place for one counts.
 */
export function entitlementsOf(message: FuzzMessage, front: Front, credentials: Credentials): readonly Entitlement[] {
  if (isWellFramed(message)) {
    const one = wellFramed(message, front, credentials);
    return one === null ? [] : [one];
  }
  const text = [
    ...message.headers.map(([name, value]) => `${name}: ${value}`),
    message.body,
    `${message.method} ${message.target}`,
  ].join('\r\n');
  const found = [...credentials.good].flatMap(([credential, { kind, partnerId }]) =>
    isFor(kind, front) ? Array<Entitlement>(text.split(credential).length - 1).fill({ partnerId }) : [],
  );
  const isPublic = front !== 'partner-api' && PUBLIC_ROUTES.some((route) => text.includes(route.split(' ')[1] ?? ''));
  const signedIn = front === 'partner-api' ? signInIn(message, credentials) : null;
  return [...found, ...(signedIn === null ? [] : [signedIn]), ...(isPublic ? [{ partnerId: null }] : [])];
}

function isFor(kind: Credential['kind'], front: Front): boolean {
  return front === 'management-api' ? false : (kind === 'id_token') === (front === 'hub');
}

function wellFramed(message: FuzzMessage, front: Front, credentials: Credentials): Entitlement | null {
  const segments = segmentsOf(message.target);
  if (segments === null) return null;
  if (front !== 'partner-api') {
    const path = startsWith(segments, MANAGEMENT) ? segments.slice(MANAGEMENT.length).join('/') : null;
    if (path !== null && PUBLIC_ROUTES.includes(`${message.method} /${path}`)) return { partnerId: null };
    const session = front === 'hub' && path !== null ? bearerOf(message, credentials) : null;
    return session?.kind === 'id_token' ? session : null;
  }
  if (!startsWith(segments, API) || !isNormal(message.target, segments)) return null;
  const [where, partnerId, resource] = segments.slice(API.length);
  if (where === 'token') return signInIn(message, credentials);
  const credential = partnerCredentialOf(message, credentials);
  if (credential === null) return null;
  if (where === 'whoami') return credential;
  return where === 'partners' && partnerId === credential.partnerId && covers(credential, message.method, resource)
    ? credential
    : null;
}

/** An API key decides alone where it is sent, and nothing may be sent twice. */
function partnerCredentialOf(message: FuzzMessage, credentials: Credentials): Credential | null {
  const keys = headersOf(message, 'x-api-key');
  if (headersOf(message, 'authorization').length > 1) return null;
  if (keys.length > 0) {
    const [key = ''] = keys;
    const found = keys.length === 1 ? credentials.good.get(key) : undefined;
    return found?.kind === 'api_key' ? found : null;
  }
  const token = bearerOf(message, credentials);
  return token?.kind === 'legacy_token' ? token : null;
}

function bearerOf(message: FuzzMessage, credentials: Credentials): Credential | null {
  const [value = '', ...more] = headersOf(message, 'authorization');
  const token = /^bearer +(\S+)$/i.exec(value)?.[1];
  return token === undefined || more.length > 0 ? null : (credentials.good.get(token) ?? null);
}

function headersOf({ headers }: FuzzMessage, wanted: string): readonly string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === wanted)
    .map(([, value]) => value.replace(/^[ \t]+|[ \t]+$/g, ''));
}

function covers({ scope }: Credential, method: string, resource: string | undefined): boolean {
  if (scope === null) return true;
  const { resource: allowed, access } = SCOPE.exec(scope)?.groups ?? {};
  return resource === allowed && (access !== 'read' || method === 'GET' || method === 'HEAD');
}

function signInIn({ body }: FuzzMessage, { signIns, values }: Credentials): Entitlement | null {
  const text = decoded(body) ?? body;
  if (!text.includes(values.get('password') ?? '')) return null;
  const found = [...signIns].find(([email]) => text.toLowerCase().includes(email));
  return found === undefined ? null : { partnerId: found[1] };
}

/** Decodes once, and takes a path that begins or ends with empty segments for one without. Null: certainly no path of the API. */
function segmentsOf(target: string): readonly string[] | null {
  const [path = ''] = target.replace(/^https?:\/\/[^/?]*/i, '').split('?');
  const text = decoded(path.replace(/^\/+/, '').replace(/\/$/, ''));
  return text === null ? null : text.split('/');
}

/** No path that servers could read in different ways is ever let through. */
function isNormal(target: string, segments: readonly string[]): boolean {
  const [path = ''] = target.split('?');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
  const unclear = /[\\;\u0000-\u001f\u007f]/;
  const isPlain = segments.every((segment) => !['', '.', '..'].includes(segment) && !unclear.test(segment));
  return isPlain && !/%(?:2f|5c|25)/i.test(path);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function startsWith(segments: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((segment, index) => segments[index] === segment);
}
