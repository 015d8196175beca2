import { CodeInbox, MailboxError } from '../../client/mailbox.ts';
import { UNIQUE_NAME } from '../records/broken-invariants.ts';
import { Connection, type ProofResponse, patiently } from '../run/connection.ts';
import { managementCall, newPartner, newUser, type ProofUser, signIn, tokenCall } from '../run/partners.ts';
import type { Target } from '../run/private-run.ts';

type Fate = 'kept' | 'deleted' | 'unknown';

let names = 0;

/** Works as a partner, and remembers every response: what a response said must still hold after the run was killed. */
export class Worker {
  readonly #user: ProofUser;
  readonly #keys = new Map<string, { readonly key: string; fate: Fate }>();
  #tokens: string[] = [];
  #legacyEnabled = true;
  #switching: boolean | null = null;
  #idToken = '';
  /** Number of completed changes. */
  completed = 0;

  static async create(target: Target): Promise<Worker> {
    return new Worker(await newUser(target, await newPartner(target)));
  }

  private constructor(user: ProofUser) {
    this.#user = user;
  }

  /** Signs in before the work. */
  async signIn(target: Target): Promise<void> {
    this.#idToken = await signIn(target, this.#user);
  }

  /** Works until the run no longer responds. Rejects if it responds wrongly. */
  async work(target: Target): Promise<void> {
    const idToken = this.#idToken;
    const connection = new Connection();
    const manage = (method: string, path: string, body?: unknown) =>
      connection.call(managementCall(target.hub, idToken, method, path, body));
    const steps = [
      () => this.#create(target, manage),
      () => this.#create(target, manage),
      () => this.#delete(manage),
      () => this.#switch(target, manage),
      () => this.#rename(manage),
      () => this.#token(target, connection),
    ];
    let running = true;
    while (running) running = (await steps[Math.floor(Math.random() * steps.length)]?.()) ?? false;
    connection.close();
  }

  /** Returns what the run has forgotten, in sentences. */
  async forgotten(target: Target): Promise<string[]> {
    const connection = new Connection();
    const whoami = async (headers: Record<string, string>) => {
      const call = { url: `${target.partnerApi}/api/v2/whoami`, headers };
      return (await patiently(() => connection.call(call))).status;
    };
    const sentences: string[] = [];
    for (const [id, { key, fate }] of this.#keys) {
      const status = await whoami({ 'x-api-key': key });
      const wanted = { kept: [200], deleted: [401], unknown: [200, 401] }[fate];
      if (!wanted.includes(status)) sentences.push(`The key ${id}, ${fate}, gets ${status}.`);
      if (status !== 200) this.#keys.delete(id);
    }
    await this.signIn(target);
    const state = managementCall(target.hub, this.#idToken, 'GET', '/legacy-token');
    const { json } = await patiently(() => connection.call(state));
    // After a kill in the middle of the switch, either state is right.
    if (this.#switching === null && json.enabled !== this.#legacyEnabled)
      sentences.push('A change of the legacy token switch was forgotten.');
    this.#legacyEnabled = json.enabled;
    this.#switching = null;
    for (const token of this.#tokens) {
      const status = await whoami({ authorization: `Bearer ${token}` });
      if (status !== (this.#legacyEnabled ? 200 : 403)) sentences.push(`A token gets ${status}.`);
    }
    connection.close();
    return sentences;
  }

  async #create(target: Target, manage: Manage): Promise<boolean> {
    const name = `${UNIQUE_NAME}kill ${++names}`;
    const presented = await this.#code(target, manage, { purpose: 'create_api_key', api_key: { name } });
    if (presented === null) return false;
    const made = await manage('POST', '/api-keys', presented);
    if (!this.#accept(made, 201)) return false;
    this.#keys.set(made.json.id, { key: made.json.key, fate: 'kept' });
    return true;
  }

  /** Returns null if the run no longer responds. */
  async #code(target: Target, manage: Manage, change: object): Promise<object | null> {
    const inbox = new CodeInbox(target.mailbox, this.#user.email);
    try {
      await inbox.skipOldMessages();
      const asked = await manage('POST', '/otp-challenges', change);
      return this.#accept(asked, 201) ? { challenge_id: asked.json.id, code: await inbox.waitForCode() } : null;
    } catch (error) {
      // The mailbox is part of the run, and ends with it.
      if (error instanceof MailboxError) return null;
      throw error;
    }
  }

  async #delete(manage: Manage): Promise<boolean> {
    const [found] = [...this.#keys].filter(([, { fate }]) => fate === 'kept');
    if (found === undefined) return true;
    const [id, entry] = found;
    entry.fate = 'unknown';
    if (!this.#accept(await manage('DELETE', `/api-keys/${id}`), 204)) return false;
    entry.fate = 'deleted';
    return true;
  }

  async #switch(target: Target, manage: Manage): Promise<boolean> {
    const changes = { enabled: !this.#legacyEnabled };
    const { enabled } = changes;
    const presented = enabled ? await this.#code(target, manage, { purpose: 'update_legacy_token', changes }) : {};
    if (presented === null) return false;
    this.#switching = enabled;
    if (!this.#accept(await manage('PUT', '/legacy-token', { ...changes, ...presented }), 200)) return false;
    this.#legacyEnabled = enabled;
    this.#switching = null;
    return true;
  }

  async #rename(manage: Manage): Promise<boolean> {
    const [found] = [...this.#keys].filter(([, { fate }]) => fate === 'kept');
    if (found === undefined) return true;
    return this.#accept(await manage('PATCH', `/api-keys/${found[0]}`, { name: `Renamed ${++names}` }), 200);
  }

  async #token(target: Target, connection: Connection): Promise<boolean> {
    if (!this.#legacyEnabled) return true;
    const response = await connection.call(tokenCall(target, this.#user));
    if (!this.#accept(response, 200)) return false;
    // A user has at most twenty live tokens, and each kill may leave one more than was returned.
    this.#tokens = [...this.#tokens, response.json.access_token].slice(-5);
    return true;
  }

  /** Returns whether the run still responds. A run that is ending may respond with 502 or 503 for a part already gone. */
  #accept({ status, code }: ProofResponse, wanted: number): boolean {
    if (status === wanted) {
      this.completed += 1;
      return true;
    }
    if (status === 0 || status >= 500) return false;
    throw new Error(`The run responded with ${status} ${code} instead of ${wanted}.`);
  }
}

type Manage = (method: string, path: string, body?: unknown) => Promise<ProofResponse>;
