import { randomBytes } from 'node:crypto';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';

interface Entry {
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface State {
  readonly cookieKeys: readonly string[];
  readonly entries: readonly (readonly [string, Entry])[];
}

/**
 * Stores sessions, grants, codes and refresh tokens of the provider in a file, so that a restart does not sign anybody out.
 * Changes are collected and written a moment later, at the latest by `flush`.
 */
export class ProviderState {
  readonly cookieKeys: readonly string[];
  readonly #file: string;
  readonly #entries: Map<string, Entry>;
  #pending: NodeJS.Immediate | null = null;

  constructor(file: string) {
    const stored = readJsonFile<State>(file, { cookieKeys: [randomBytes(32).toString('base64url')], entries: [] });
    this.#file = file;
    this.cookieKeys = stored.cookieKeys;
    this.#entries = new Map(stored.entries);
    this.#changed();
  }

  adapter(model: string): Adapter {
    const keyOf = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        this.#entries.set(keyOf(id), {
          payload,
          expiresAt: expiresIn === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + expiresIn * 1000,
        });
        this.#changed();
      },
      find: async (id) => this.#find(keyOf(id)),
      findByUid: async (uid) => this.#search(model, (payload) => payload.uid === uid),
      findByUserCode: async (userCode) => this.#search(model, (payload) => payload.userCode === userCode),
      consume: async (id) => {
        const entry = this.#entries.get(keyOf(id));
        if (entry === undefined) return;
        const consumed = Math.floor(Date.now() / 1000);
        this.#entries.set(keyOf(id), { ...entry, payload: { ...entry.payload, consumed } });
        this.#changed();
      },
      destroy: async (id) => {
        this.#entries.delete(keyOf(id));
        this.#changed();
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.#entries) {
          if (key.startsWith(`${model}:`) && payload.grantId === grantId) this.#entries.delete(key);
        }
        this.#changed();
      },
    };
  }

  /** Ends the refresh tokens of an account; its browser sessions stay. */
  endRefreshTokens(accountId: string): void {
    for (const [key, { payload }] of this.#entries) {
      if (key.startsWith('RefreshToken:') && payload.accountId === accountId) this.#entries.delete(key);
    }
    this.#changed();
  }

  flush(): void {
    if (this.#pending === null) return;
    clearImmediate(this.#pending);
    this.#pending = null;
    for (const [key, { expiresAt }] of this.#entries) if (expiresAt <= Date.now()) this.#entries.delete(key);
    const state: State = { cookieKeys: this.cookieKeys, entries: [...this.#entries] };
    writeJsonFile(this.#file, state);
  }

  #changed(): void {
    this.#pending ??= setImmediate(() => this.flush());
  }

  #find(key: string): AdapterPayload | undefined {
    const entry = this.#entries.get(key);
    // A copy, because the provider modifies what it receives.
    return entry === undefined || entry.expiresAt <= Date.now() ? undefined : structuredClone(entry.payload);
  }

  #search(model: string, matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload }] of this.#entries) {
      if (key.startsWith(`${model}:`) && matches(payload)) return this.#find(key);
    }
    return undefined;
  }
}
