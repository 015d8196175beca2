import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, Accounts } from '../../local/services/accounts/accounts.ts';
import { type SignInServer, startSignIn } from '../../local/services/sign-in/start-sign-in.ts';
import { SignInBrowser } from './sign-in-browser.ts';

export const EMAIL = 'owner@demo.example';
export const OTHER_EMAIL = 'owner@other.example';
/** Has no password yet. */
export const INVITED_EMAIL = 'invited@demo.example';
export const PASSWORD = 'Demo-Passw0rd!';
export const HUB = 'http://localhost:3601';
export const CLIENT = {
  id: 'hub-client',
  redirectUris: [`${HUB}/callback`],
  postLogoutRedirectUris: [`${HUB}/`],
  allowedOrigins: [HUB],
};

/** A sign-in with two users and its own directory. */
export class SignInFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'partner-auth-sign-in-'));
  readonly accounts = new Accounts(join(this.directory, 'accounts.json'));
  /** Codes for forgotten passwords that were sent. */
  readonly codes: { readonly email: string; readonly code: string }[] = [];
  /** Subjects whose passwords were reset. */
  readonly resets: string[] = [];
  onReset = async ({ subject }: Account): Promise<void> => void this.resets.push(subject);
  #server: SignInServer | null = null;

  constructor() {
    for (const email of [EMAIL, OTHER_EMAIL]) this.accounts.setPassword(this.accounts.create(email, null), PASSWORD);
    this.accounts.create(INVITED_EMAIL, null);
  }

  async start(port = 0): Promise<SignInServer> {
    this.#server = await startSignIn({
      port,
      portFile: join(this.directory, 'sign-in-port'),
      accounts: this.accounts,
      keysFile: join(this.directory, 'sign-in-keys.json'),
      issuerPath: '/eu-central-1_testpool',
      client: CLIENT,
      passwordResets: {
        sendCode: async (account, code) => void this.codes.push({ email: account.email, code }),
        onReset: (account) => this.onReset(account),
      },
    });
    return this.#server;
  }

  get server(): SignInServer {
    if (this.#server === null) throw new Error('The sign-in is not started.');
    return this.#server;
  }

  browser(): SignInBrowser {
    return new SignInBrowser(this.server.issuer, CLIENT.id, `${HUB}/callback`);
  }

  signOutAddress(query: Record<string, string>): string {
    return `${this.server.origin}/logout?${new URLSearchParams(query)}`;
  }

  async close(): Promise<void> {
    await this.#server?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
