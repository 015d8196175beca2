import { type Answer, DemoError, expectAnswer } from './calls.ts';
import { Mailbox } from './mailbox.ts';
import { type HubConfig, SignInError, signInAt } from './sign-in.ts';

export interface DemoOptions {
  /** Origins without a path. */
  readonly hub: string;
  readonly mailbox: string;
  readonly email: string;
  readonly password: string;
  readonly print: (line: string) => void;
}

/**
 * Goes the way of a partner through the hub, over HTTP and by the contract only. Leaves no key behind, and legacy tokens
 * switched on. Throws a DemoError at the first step that does not go as the contract says.
 */
export async function runDemo({ hub, mailbox: mailboxOrigin, email, password, print }: DemoOptions): Promise<void> {
  const { body: config } = await expectAnswer({ address: `${hub}/config.json` }, 200);
  const { management_api, partner_api, issuer } = config as HubConfig;
  print(`The hub signs in at ${issuer}`);

  const { idToken } = await signInAt(hub, email, password).catch((error: unknown) => {
    const reason = error instanceof SignInError ? error.message : `${issuer} cannot be reached.`;
    throw new DemoError(`Signing in did not work: ${reason}`, { cause: error });
  });
  const manage = (method: string, path: string, status: number, body?: unknown): Promise<Answer> =>
    expectAnswer(
      { method, address: `${management_api}${path}`, headers: { authorization: `Bearer ${idToken}` }, body },
      status,
    );
  const { partner } = (await manage('GET', '/session', 200)).body;
  print(`Signed in as ${email} of ${partner.name} (${partner.id})`);

  const mailbox = new Mailbox(mailboxOrigin, email);
  const createKey = async (name: string): Promise<{ id: string; key: string }> => {
    await mailbox.skipOldMessages();
    const challenge = await manage('POST', '/otp-challenges', 201, { purpose: 'create_api_key', api_key: { name } });
    print(`Asked for a code for the key "${name}": sent to ${challenge.body.destination}`);
    const code = await mailbox.waitForCode();
    print(`Read the code from the mailbox: ${code}`);
    const { body } = await manage('POST', '/api-keys', 201, { challenge_id: challenge.body.id, code });
    print(`Created the key ${body.hint}`);
    return body;
  };
  const partnerCall = (headers: Record<string, string>, status: number, code?: string) =>
    expectAnswer({ address: `${partner_api}/partners/${partner.id}/clients`, headers }, status, code);
  const withKey = async (key: string, status: number, code?: string) => {
    await partnerCall({ 'x-api-key': key }, status, code);
    print(`Called the Partner API with the key: ${status} ${code ?? ''}`);
  };
  const withToken = async (token: string, status: number, code?: string) => {
    await partnerCall({ authorization: `Bearer ${token}` }, status, code);
    print(`Called the Partner API with the Bearer token: ${status} ${code ?? ''}`);
  };
  const askForToken = async (status: number, code?: string): Promise<string> => {
    const call = { method: 'POST', address: `${partner_api}/token`, body: { username: email, password } };
    const { body } = await expectAnswer(call, status, code);
    print(`Asked POST /token for a Bearer token: ${status} ${code ?? ''}`);
    return body.access_token;
  };
  const deleteKey = async (id: string) => {
    await manage('DELETE', `/api-keys/${id}`, 204);
    print(`Deleted the key ${id}: 204`);
  };
  const switchLegacy = async (enabled: boolean) => {
    await manage('PUT', '/legacy-token', 200, { enabled });
    print(`Switched Legacy Token Authentication ${enabled ? 'on' : 'off'}`);
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
    if (!partner.legacy_token_enabled) await switchLegacy(true);
    const token = await askForToken(200);
    await withToken(token, 200);
    await switchLegacy(false);
    try {
      await withToken(token, 403, 'legacy_token_disabled');
      await askForToken(403, 'legacy_token_disabled');
      await withKey(second.key, 200);
    } finally {
      await switchLegacy(true);
    }
    await withToken(token, 200);
  } finally {
    await deleteKey(second.id);
  }

  const { events } = (await manage('GET', '/activity', 200)).body;
  if (events.length === 0) throw new DemoError('The activity is empty, although keys were created and deleted.');
  print('The latest activity:');
  for (const { at, action, actor, target, ip } of events.slice(0, 8)) {
    print(`  ${at}  ${action.padEnd(22)} ${actor}  ${target ?? '-'}  from ${ip ?? '-'}`);
  }
}
