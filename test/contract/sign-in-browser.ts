import { createHash, randomBytes } from 'node:crypto';

export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
}

/** A reused connection would not survive a restart of the server. */
const FRESH = { connection: 'close' };

/** Follows no redirect, and stores cookies by name and path as a browser does. */
export class SignInBrowser {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier = randomBytes(32).toString('base64url');
  readonly #cookies = new Map<string, { name: string; path: string; value: string }>();

  constructor(issuer: string, clientId: string, redirectUri: string) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.redirectUri = redirectUri;
  }

  async open(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(address);
    const cookie = [...this.#cookies.values()]
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = { ...init.headers, ...FRESH, cookie };
    const response = await fetch(address, { ...init, redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
      if (value === '') this.#cookies.delete(`${name} ${path}`);
      else this.#cookies.set(`${name} ${path}`, { name, path, value });
    }
    return response;
  }

  authorize(changes: Record<string, string | undefined> = {}): Promise<Response> {
    const parameters = {
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: 'openid email',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    const query = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.open(`${this.issuer}/oauth2/authorize?${new URLSearchParams(query)}`);
  }

  /** The URL of the form. */
  async form(changes: Record<string, string | undefined> = {}): Promise<string> {
    return locationOf(await this.authorize(changes), this.issuer).href;
  }

  submit(form: string, email: string, password: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.open(form, { method: 'POST', headers, body: new URLSearchParams({ email, password }) });
  }

  choosePassword(form: string, password: string): Promise<Response> {
    return this.open(form, { method: 'POST', body: new URLSearchParams({ new_password: password }) });
  }

  async code(email: string, password: string): Promise<string> {
    const submitted = await this.submit(await this.form(), email, password);
    const callback = locationOf(await this.open(locationOf(submitted, this.issuer)), this.issuer);
    return callback.searchParams.get('code') ?? '';
  }

  token(parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const body = new URLSearchParams({ client_id: this.clientId, ...parameters });
    return fetch(`${this.issuer}/oauth2/token`, { method: 'POST', headers: { ...headers, ...FRESH }, body });
  }

  exchange(code: string, changes: Record<string, string> = {}): Promise<Response> {
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      ...changes,
    });
  }

  async signIn(email: string, password: string): Promise<Tokens> {
    return (await (await this.exchange(await this.code(email, password))).json()) as Tokens;
  }

  refresh(refreshToken: string): Promise<Response> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }
}

export function locationOf(response: Response, base: string): URL {
  return new URL(response.headers.get('location') ?? '', base);
}
