import { CodeInbox } from '../client/mailbox.ts';
import { type HubConfig, SignInError, signInAt } from '../client/sign-in.ts';
import { DemoError, expectJson } from './calls.ts';

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
  /** Base URL of the Partner API. */
  readonly partnerApi: string;
  /** Calls the Management API, requires the status, and the code if one is given, and returns the JSON body. */
  // biome-ignore lint/suspicious/noExplicitAny: the demo reads fields that the contract names, and fails where they are missing
  manage(method: string, path: string, status: number, body?: unknown, code?: string): Promise<any>;
  /** Requests a code for a change, written as in the contract, and reads it from the mailbox. Returns the two fields to send with the change. */
  requestCode(change: object): Promise<{ readonly challenge_id: string; readonly code: string }>;
}

/** Signs in at a running hub, over HTTP. Throws a DemoError at the first step that does not behave as specified. */
export async function openPartnerSession(options: DemoOptions): Promise<PartnerSession> {
  const { hub, mailbox, email, password, print } = options;
  const { management_api, partner_api, issuer }: HubConfig = await expectJson({ url: `${hub}/config.json` }, 200);
  print(`The hub signs in at ${issuer}`);

  const { idToken } = await signInAt(hub, email, password).catch((error: unknown) => {
    const reason = error instanceof SignInError ? error.message : `${issuer} cannot be reached.`;
    throw new DemoError(`Signing in failed: ${reason}`, { cause: error });
  });
  const headers = { authorization: `Bearer ${idToken}` };
  const manage: PartnerSession['manage'] = (method, path, status, body, code) =>
    expectJson({ method, url: `${management_api}${path}`, headers, body }, status, code);
  const { partner } = await manage('GET', '/session', 200);
  print(`Signed in as ${email} of ${partner.name} (${partner.id})`);

  const inbox = new CodeInbox(mailbox, email);
  return {
    partner,
    partnerApi: partner_api,
    manage,
    async requestCode(change) {
      await inbox.skipOldMessages();
      const { id, destination } = await manage('POST', '/otp-challenges', 201, change);
      print(`Requested a code for ${JSON.stringify(change)}: sent to ${destination}`);
      const code = await inbox.waitForCode();
      print(`Read the code from the mailbox: ${code}`);
      return { challenge_id: id, code };
    },
  };
}
