import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { DemoError, expectJson } from './calls.ts';
import { type DemoOptions, openPartnerSession, type PartnerSession } from './partner-session.ts';

interface DemoKey {
  readonly id: string;
  readonly key: string;
}

/** What the parts of the demo share. */
interface Stage extends PartnerSession {
  readonly print: (line: string) => void;
  createKey(restrictions: object): Promise<DemoKey>;
  /** Sends a GET below the partner, with the key, and returns the JSON body. */
  // biome-ignore lint/suspicious/noExplicitAny: the demo reads fields that the contract names, and fails where they are missing
  call(key: string, path: string, status: number, code?: string, headers?: Record<string, string>): Promise<any>;
  /** Changes the key without a code. */
  narrow(id: string, changes: object): Promise<void>;
  /** Shows that the change needs a code, and makes it with one. */
  broaden(id: string, changes: object): Promise<void>;
}

/** A documentation block (RFC 5737), from which no call comes. */
const NOWHERE = '192.0.2.0/24';
const PAUSE_MS = 100;
const DEADLINE_MS = 30_000;

/**
 * Shows every restriction of a key, over HTTP and by the contract only. Leaves no key behind, and restores the partner's
 * settings. Throws a DemoError at the first step that does not behave as specified.
 */
export async function runControlsDemo(options: DemoOptions): Promise<void> {
  const session = await openPartnerSession(options);
  const made: string[] = [];
  const stage = stageOf(session, options.print, made);
  try {
    await showScopes(stage);
    await showAddresses(stage);
    await showSettings(stage);
    await showExpiry(stage);
    await showDisabling(stage);
    await showRotation(stage, made);
  } finally {
    const { api_keys } = await session.manage('GET', '/api-keys', 200);
    const left = api_keys.filter(({ id }: DemoKey) => made.includes(id));
    for (const { id } of left) await session.manage('DELETE', `/api-keys/${id}`, 204);
    options.print(`Deleted the remaining keys of the demo: ${left.length}`);
  }
}

function stageOf(session: PartnerSession, print: Stage['print'], made: string[]): Stage {
  const { manage, requestCode, partner, partnerApi } = session;
  return {
    ...session,
    print,
    async createKey(restrictions) {
      const presented = await requestCode({
        purpose: 'create_api_key',
        api_key: { name: 'Demo: controls', ...restrictions },
      });
      const created = await manage('POST', '/api-keys', 201, presented);
      made.push(created.id);
      print(`Created the key ${created.hint}`);
      return created;
    },
    async call(key, path, status, code, headers = {}) {
      const url = `${partnerApi}/partners/${partner.id}${path}`;
      const body = await expectJson({ url, headers: { 'x-api-key': key, ...headers } }, status, code);
      const claimed = Object.entries(headers).map(([name, value]) => ` with ${name}: ${value}`);
      print(`GET ${path}${claimed.join('')}: ${status} ${code ?? ''}`);
      if (code !== undefined) print(`  ${body.message}`);
      return body;
    },
    async narrow(id, changes) {
      await manage('PATCH', `/api-keys/${id}`, 200, changes);
      print(`Changed the key without a code: ${JSON.stringify(changes)}`);
    },
    async broaden(id, changes) {
      const { widens } = await manage('PATCH', `/api-keys/${id}`, 403, changes, 'otp_required');
      print(`Without a code ${JSON.stringify(changes)} is refused: 403 otp_required, widens ${widens.join(', ')}`);
      const presented = await requestCode({ purpose: 'update_api_key', api_key_id: id, changes });
      await manage('PATCH', `/api-keys/${id}`, 200, { ...changes, ...presented });
      print('Changed the key with the code: 200');
    },
  };
}

async function showScopes({ createKey, call, narrow, requestCode, manage, print }: Stage): Promise<void> {
  const { id, key } = await createKey({ scopes: ['balance:read'] });
  await call(key, '/balance', 200);
  const { meta } = await call(key, '/clients', 403, 'insufficient_scope');
  print(`  required_scope: ${meta.error_data.required_scope}`);
  await call(key, '/balance%2F..%2Fclients', 403, 'invalid_path');

  const changes = { scopes: ['balance:read', 'clients:read'] };
  const presented = await requestCode({ purpose: 'update_api_key', api_key_id: id, changes });
  await manage('PATCH', `/api-keys/${id}`, 400, { scopes: ['*'], ...presented }, 'invalid_request');
  print('The code is valid for that change only, not for more: 400 invalid_request');
  await manage('PATCH', `/api-keys/${id}`, 200, { ...changes, ...presented });
  await call(key, '/clients', 200);
  await narrow(id, { scopes: ['balance:read'] });
  await call(key, '/clients', 403, 'insufficient_scope');
}

async function showAddresses({ createKey, call, narrow, broaden }: Stage): Promise<void> {
  const { id, key } = await createKey({});
  await narrow(id, { allowed_ips: [NOWHERE] });
  const seen = seenIn(await call(key, '/balance', 403, 'ip_not_allowed'));
  await call(key, '/balance', 403, 'ip_not_allowed', { 'x-forwarded-for': '192.0.2.1' });
  await broaden(id, { allowed_ips: [NOWHERE, seen] });
  await call(key, '/balance', 200);
}

async function showSettings({ createKey, call, manage, requestCode, print }: Stage): Promise<void> {
  const { key } = await createKey({});
  const before: object = await manage('GET', '/settings', 200);
  const narrower = { allowed_ips: [NOWHERE], max_key_lifetime_days: 1 };
  await manage('PATCH', '/settings', 200, narrower);
  print(`Narrowed the settings for all credentials, without a code: ${JSON.stringify(narrower)}`);
  try {
    await call(key, '/balance', 403, 'ip_not_allowed');
    const tooLong = { name: 'Demo: controls', expires_at: new Date(Date.now() + 2 * 86_400_000).toISOString() };
    const challenge = { purpose: 'create_api_key', api_key: tooLong };
    const { errors } = await manage('POST', '/otp-challenges', 400, challenge, 'invalid_request');
    print(`A key that expires in two days is refused: ${errors[0].detail}`);
    await manage('PATCH', '/settings', 403, before, 'otp_required');
  } finally {
    const presented = await requestCode({ purpose: 'update_settings', changes: before });
    await manage('PATCH', '/settings', 200, { ...before, ...presented });
    print(`Restored the settings, with a code: ${JSON.stringify(before)}`);
  }
  await call(key, '/balance', 200);
}

async function showExpiry({ createKey, call, print }: Stage): Promise<void> {
  const expires_at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000).toISOString();
  const { key } = await createKey({ expires_at });
  await call(key, '/balance', 200);
  print(`The key expires at ${expires_at}`);
  await until(Date.parse(expires_at));
  await call(key, '/balance', 403, 'api_key_expired');
}

async function showDisabling({ createKey, call, narrow, broaden }: Stage): Promise<void> {
  const { id, key } = await createKey({});
  await narrow(id, { status: 'disabled' });
  await call(key, '/balance', 403, 'api_key_disabled');
  await broaden(id, { status: 'active' });
  await call(key, '/balance', 200);
}

async function showRotation({ createKey, call, manage, requestCode, print }: Stage, made: string[]): Promise<void> {
  const old = await createKey({ scopes: ['balance:read'] });
  const rotate = async (id: string, grace_seconds: number): Promise<DemoKey> => {
    const presented = await requestCode({ purpose: 'rotate_api_key', api_key_id: id, grace_seconds });
    const successor = await manage('POST', `/api-keys/${id}/rotate`, 201, presented);
    made.push(successor.id);
    print(`Rotated the key: ${successor.hint} replaces it, with scopes ${successor.scopes.join(', ')}`);
    return successor;
  };
  const second = await rotate(old.id, 4);
  const pair = await manage('GET', `/api-keys/${old.id}`, 200);
  if (pair.rotated_to !== second.id) throw new DemoError('The old key does not name its successor.');
  print(`The old key expires at ${pair.expires_at}; until then both work`);
  await call(old.key, '/balance', 200);
  await call(second.key, '/balance', 200);
  await until(Date.parse(pair.expires_at));
  await call(old.key, '/balance', 403, 'api_key_expired');

  const third = await rotate(second.id, 604_800);
  await call(second.key, '/balance', 200);
  await manage('DELETE', `/api-keys/${second.id}`, 204);
  print('Deleted the old key before it expired: 204');
  await call(second.key, '/balance', 401, 'unauthorized');
  await call(third.key, '/balance', 200);
}

/** Returns the IP address that the message of a refusal names. */
function seenIn({ message }: { readonly message: string }): string {
  const address = message.split(/[\s,]+/).find((word) => isIP(word) !== 0);
  if (address === undefined) throw new DemoError(`The refusal names no IP address: ${message}`);
  return address;
}

async function until(momentMs: number): Promise<void> {
  if (momentMs - Date.now() > DEADLINE_MS) throw new DemoError('The key expires much later than requested.');
  while (Date.now() < momentMs) await setTimeout(PAUSE_MS);
}
