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

export interface PartnerSession {
  readonly partner: { readonly id: string; readonly name: string; readonly legacy_token_enabled: boolean };
  /** Base address of the Partner API. */
  readonly partnerApi: string;
  /** Calls the Management API, and demands the status, and the code where one is given. */
  manage(method: string, path: string, status: number, body?: unknown, code?: string): Promise<Answer>;
  /** Asks for a code for a change, as the contract writes it, and reads it from the mailbox: the two fields that go along. */
  askForCode(change: object): Promise<{ readonly challenge_id: string; readonly code: string }>;
}

/** Signs in at a running hub, over HTTP. Throws a DemoError at the first step that does not go as the contract says. */
export async function openPartnerSession(options: DemoOptions): Promise<PartnerSession> {
  const { hub, mailbox: mailboxOrigin, email, password, print } = options;
  const { body: config } = await expectAnswer({ address: `${hub}/config.json` }, 200);
  const { management_api, partner_api, issuer } = config as HubConfig;
  print(`The hub signs in at ${issuer}`);

  const { idToken } = await signInAt(hub, email, password).catch((error: unknown) => {
    const reason = error instanceof SignInError ? error.message : `${issuer} cannot be reached.`;
    throw new DemoError(`Signing in did not work: ${reason}`, { cause: error });
  });
  const headers = { authorization: `Bearer ${idToken}` };
  const manage: PartnerSession['manage'] = (method, path, status, body, code) =>
    expectAnswer({ method, address: `${management_api}${path}`, headers, body }, status, code);
  const { partner } = (await manage('GET', '/session', 200)).body;
  print(`Signed in as ${email} of ${partner.name} (${partner.id})`);

  const mailbox = new Mailbox(mailboxOrigin, email);
  return {
    partner,
    partnerApi: partner_api,
    manage,
    async askForCode(change) {
      await mailbox.skipOldMessages();
      const { body } = await manage('POST', '/otp-challenges', 201, change);
      print(`Asked for a code for ${JSON.stringify(change)}: sent to ${body.destination}`);
      const code = await mailbox.waitForCode();
      print(`Read the code from the mailbox: ${code}`);
      return { challenge_id: body.id, code };
    },
  };
}
