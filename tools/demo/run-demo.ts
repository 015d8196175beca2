import { DemoError, expectJson } from './calls.ts';
import { type DemoOptions, openPartnerSession } from './partner-session.ts';

/**
 * Shows what a partner does in the hub, over HTTP and by the contract only. Leaves no key behind, and legacy tokens
 * turned on. Throws a DemoError at the first step that does not behave as specified.
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  const { partner, partnerApi, manage, requestCode } = await openPartnerSession(options);
  const { email, password, print } = options;
  const createKey = async (name: string): Promise<{ id: string; key: string }> => {
    const presented = await requestCode({ purpose: 'create_api_key', api_key: { name } });
    const created = await manage('POST', '/api-keys', 201, presented);
    print(`Created the key ${created.hint}`);
    return created;
  };
  const partnerCall = (headers: Record<string, string>, status: number, code?: string) =>
    expectJson({ url: `${partnerApi}/partners/${partner.id}/clients`, headers }, status, code);
  const withKey = async (key: string, status: number, code?: string) => {
    await partnerCall({ 'x-api-key': key }, status, code);
    print(`Called the Partner API with the key: ${status} ${code ?? ''}`);
  };
  const withToken = async (token: string, status: number, code?: string) => {
    await partnerCall({ authorization: `Bearer ${token}` }, status, code);
    print(`Called the Partner API with the Bearer token: ${status} ${code ?? ''}`);
  };
  const requestToken = async (status: number, code?: string): Promise<string> => {
    const call = { method: 'POST', url: `${partnerApi}/token`, body: { username: email, password } };
    const { access_token } = await expectJson(call, status, code);
    print(`Requested a Bearer token with POST /token: ${status} ${code ?? ''}`);
    return access_token;
  };
  const deleteKey = async (id: string) => {
    await manage('DELETE', `/api-keys/${id}`, 204);
    print(`Deleted the key ${id}: 204`);
  };
  const turnOff = async () => {
    await manage('PUT', '/legacy-token', 200, { enabled: false });
    print('Turned legacy tokens off, without a code');
  };
  const turnOn = async () => {
    const changes = { enabled: true };
    const { widens } = await manage('PUT', '/legacy-token', 403, changes, 'otp_required');
    print(`Without a code legacy tokens stay off: 403 otp_required, widens ${widens.join(', ')}`);
    const presented = await requestCode({ purpose: 'update_legacy_token', changes });
    await manage('PUT', '/legacy-token', 200, { ...changes, ...presented });
    print('Turned legacy tokens on, with the code');
  };

  const first = await createKey('Demo: deleted at once');
  try {
    await withKey(first.key, 200);
  } finally {
    await deleteKey(first.id);
  }
  await withKey(first.key, 401, 'unauthorized');

  const second = await createKey('Demo: works without legacy');
  try {
    if (!partner.legacy_token_enabled) await turnOn();
    const token = await requestToken(200);
    await withToken(token, 200);
    await turnOff();
    try {
      await withToken(token, 403, 'legacy_token_disabled');
      await requestToken(403, 'legacy_token_disabled');
      await withKey(second.key, 200);
    } finally {
      await turnOn();
    }
    await withToken(token, 200);
  } finally {
    await deleteKey(second.id);
  }

  const { events } = await manage('GET', '/activity', 200);
  if (events.length === 0) throw new DemoError('The activity is empty, although keys were created and deleted.');
  print('The latest activity:');
  for (const { at, action, actor, target, ip } of events.slice(0, 8)) {
    print(`  ${at}  ${action.padEnd(22)} ${actor}  ${target ?? '-'}  from ${ip ?? '-'}`);
  }
}
