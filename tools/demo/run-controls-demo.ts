import { isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Answer, DemoError, expectAnswer } from './calls.ts';
import { type DemoOptions, openPartnerSession, type PartnerSession } from './partner-session.ts';

interface DemoKey {
  readonly id: string;
  readonly key: string;
}

/** What the parts of the demo share. */
interface Stage extends PartnerSession {
  readonly print: (line: string) => void;
  createKey(controls: object): Promise<DemoKey>;
  /** GET below the partner, with the key. */
  call(key: string, path: string, status: number, code?: string, headers?: Record<string, string>): Promise<Answer>;
  /** Without a code. */
  narrow(id: string, changes: object): Promise<void>;
  widen(id: string, changes: object): Promise<void>;
}

/** A block that is given to nobody (RFC 5737). */
const NOWHERE = '192.0.2.0/24';
const PAUSE_MS = 100;
const DEADLINE_MS = 30_000;

/**
 * Shows every control on a key, over HTTP and by the contract only. Leaves no key behind, and the partner's settings as
 * they were. Throws a DemoError at the first step that does not go as the contract says.
 */
export async function runControlsDemo(options: DemoOptions): Promise<void> {
  const session = await openPartnerSession(options);
  const made: string[] = [];
  const stage = stageOf(session, options.print, made);
  try {
    await showScopes(stage);
    await showAddresses(stage);
    await showSettings(stage);
    await showEnd(stage);
    await showDisabling(stage);
    await showRotation(stage, made);
  } finally {
    const { body } = await session.manage('GET', '/api-keys', 200);
    const left = body.api_keys.filter(({ id }: DemoKey) => made.includes(id));
    for (const { id } of left) await session.manage('DELETE', `/api-keys/${id}`, 204);
    options.print(`Deleted what was left of the demo: ${left.length} keys`);
  }
}

function stageOf(session: PartnerSession, print: Stage['print'], made: string[]): Stage {
  const { manage, askForCode, partner, partnerApi } = session;
  return {
    ...session,
    print,
    async createKey(controls) {
      const presented = await askForCode({
        purpose: 'create_api_key',
        api_key: { name: 'Demo: controls', ...controls },
      });
      const { body } = await manage('POST', '/api-keys', 201, presented);
      made.push(body.id);
      print(`Created the key ${body.hint}`);
      return body;
    },
    async call(key, path, status, code, headers = {}) {
      const address = `${partnerApi}/partners/${partner.id}${path}`;
      const answer = await expectAnswer({ address, headers: { 'x-api-key': key, ...headers } }, status, code);
      const claimed = Object.entries(headers).map(([name, value]) => ` with ${name}: ${value}`);
      print(`GET ${path}${claimed.join('')}: ${status} ${code ?? ''}`);
      if (code !== undefined) print(`  ${answer.body.message}`);
      return answer;
    },
    async narrow(id, changes) {
      await manage('PATCH', `/api-keys/${id}`, 200, changes);
      print(`Changed the key without a code: ${JSON.stringify(changes)}`);
    },
    async widen(id, changes) {
      const { body } = await manage('PATCH', `/api-keys/${id}`, 403, changes, 'otp_required');
      print(`Without a code ${JSON.stringify(changes)} is refused: 403 otp_required, widens ${body.widens.join(', ')}`);
      const presented = await askForCode({ purpose: 'update_api_key', api_key_id: id, changes });
      await manage('PATCH', `/api-keys/${id}`, 200, { ...changes, ...presented });
      print('Changed the key with the code: 200');
    },
  };
}

async function showScopes({ createKey, call, narrow, askForCode, manage, print }: Stage): Promise<void> {
  const { id, key } = await createKey({ scopes: ['balance:read'] });
  await call(key, '/balance', 200);
  const { body } = await call(key, '/clients', 403, 'insufficient_scope');
  print(`  required_scope: ${body.meta.error_data.required_scope}`);
  await call(key, '/balance%2F..%2Fclients', 403, 'invalid_path');

  const changes = { scopes: ['balance:read', 'clients:read'] };
  const presented = await askForCode({ purpose: 'update_api_key', api_key_id: id, changes });
  await manage('PATCH', `/api-keys/${id}`, 400, { scopes: ['*'], ...presented }, 'invalid_request');
  print('The code is good for that change only, not for everything: 400 invalid_request');
  await manage('PATCH', `/api-keys/${id}`, 200, { ...changes, ...presented });
  await call(key, '/clients', 200);
  await narrow(id, { scopes: ['balance:read'] });
  await call(key, '/clients', 403, 'insufficient_scope');
}

async function showAddresses({ createKey, call, narrow, widen }: Stage): Promise<void> {
  const { id, key } = await createKey({});
  await narrow(id, { allowed_ips: [NOWHERE] });
  const seen = seenIn(await call(key, '/balance', 403, 'ip_not_allowed'));
  await call(key, '/balance', 403, 'ip_not_allowed', { 'x-forwarded-for': '192.0.2.1' });
  await widen(id, { allowed_ips: [NOWHERE, seen] });
  await call(key, '/balance', 200);
}

async function showSettings({ createKey, call, manage, askForCode, print }: Stage): Promise<void> {
  const { key } = await createKey({});
  const before: object = (await manage('GET', '/settings', 200)).body;
  const narrower = { allowed_ips: [NOWHERE], max_key_lifetime_days: 1 };
  await manage('PATCH', '/settings', 200, narrower);
  print(`Narrowed the settings for all credentials, without a code: ${JSON.stringify(narrower)}`);
  try {
    await call(key, '/balance', 403, 'ip_not_allowed');
    const tooLong = { name: 'Demo: controls', expires_at: new Date(Date.now() + 2 * 86_400_000).toISOString() };
    const challenge = { purpose: 'create_api_key', api_key: tooLong };
    const { body } = await manage('POST', '/otp-challenges', 400, challenge, 'invalid_request');
    print(`A key that lives two days is refused: ${body.errors[0].detail}`);
    await manage('PATCH', '/settings', 403, before, 'otp_required');
  } finally {
    const presented = await askForCode({ purpose: 'update_settings', changes: before });
    await manage('PATCH', '/settings', 200, { ...before, ...presented });
    print(`Set the settings back, with a code: ${JSON.stringify(before)}`);
  }
  await call(key, '/balance', 200);
}

async function showEnd({ createKey, call, print }: Stage): Promise<void> {
  const expires_at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000).toISOString();
  const { key } = await createKey({ expires_at });
  await call(key, '/balance', 200);
  print(`The key ends at ${expires_at}`);
  await until(Date.parse(expires_at));
  await call(key, '/balance', 403, 'api_key_expired');
}

async function showDisabling({ createKey, call, narrow, widen }: Stage): Promise<void> {
  const { id, key } = await createKey({});
  await narrow(id, { status: 'disabled' });
  await call(key, '/balance', 403, 'api_key_disabled');
  await widen(id, { status: 'active' });
  await call(key, '/balance', 200);
}

async function showRotation({ createKey, call, manage, askForCode, print }: Stage, made: string[]): Promise<void> {
  const old = await createKey({ scopes: ['balance:read'] });
  const rotate = async (id: string, grace_seconds: number): Promise<DemoKey> => {
    const presented = await askForCode({ purpose: 'rotate_api_key', api_key_id: id, grace_seconds });
    const { body } = await manage('POST', `/api-keys/${id}/rotate`, 201, presented);
    made.push(body.id);
    print(`Rotated it: ${body.hint} takes its place, with scopes ${body.scopes.join(', ')}`);
    return body;
  };
  const second = await rotate(old.id, 4);
  const { body: pair } = await manage('GET', `/api-keys/${old.id}`, 200);
  if (pair.rotated_to !== second.id) throw new DemoError('The old key does not name its successor.');
  print(`The old key ends by itself at ${pair.expires_at}; until then both work`);
  await call(old.key, '/balance', 200);
  await call(second.key, '/balance', 200);
  await until(Date.parse(pair.expires_at));
  await call(old.key, '/balance', 403, 'api_key_expired');

  const third = await rotate(second.id, 604_800);
  await call(second.key, '/balance', 200);
  await manage('DELETE', `/api-keys/${second.id}`, 204);
  print('Ended the old one before its time: 204');
  await call(second.key, '/balance', 401, 'unauthorized');
  await call(third.key, '/balance', 200);
}

/** The address that a refusal names. */
function seenIn({ body }: Answer): string {
  const address = (body.message as string).split(/[\s,]+/).find((word) => isIP(word) !== 0);
  if (address === undefined) throw new DemoError(`The refusal names no address: ${body.message}`);
  return address;
}

async function until(momentMs: number): Promise<void> {
  if (momentMs - Date.now() > DEADLINE_MS)
    throw new DemoError('The end that was answered is much later than asked for.');
  while (Date.now() < momentMs) await setTimeout(PAUSE_MS);
}
