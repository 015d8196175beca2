import type { Values } from '../cases/text-template.ts';

export interface Credential {
  readonly kind: 'api_key' | 'legacy_token' | 'id_token';
  readonly partnerId: string;
  /** The only scope of a key; null: every call is allowed. */
  readonly scope: string | null;
}

/** What the attacked run holds: names for the placeholders of cases, the credentials that are good, secrets, and data by partner. */
export class Credentials {
  readonly #values = new Map<string, string>();
  readonly #good = new Map<string, Credential>();
  readonly #secrets = new Set<string>();
  readonly #data = new Map<string, readonly string[]>();
  readonly #signIns = new Map<string, string>();

  /** For the placeholders of cases. */
  get values(): Values {
    return this.#values;
  }

  /** By their text. */
  get good(): ReadonlyMap<string, Credential> {
    return this.#good;
  }

  get secrets(): ReadonlySet<string> {
    return this.#secrets;
  }

  /** Texts by partner that stand in the partner's own data only. */
  get data(): ReadonlyMap<string, readonly string[]> {
    return this.#data;
  }

  /** The partners of users whose password is good, by e-mail address. */
  get signIns(): ReadonlyMap<string, string> {
    return this.#signIns;
  }

  get partnerIds(): ReadonlySet<string> {
    return new Set(this.#data.keys());
  }

  name(name: string, value: string): void {
    this.#values.set(name, value);
  }

  addSecret(text: string): void {
    this.#secrets.add(text);
  }

  addGood(name: string, text: string, credential: Credential): void {
    this.name(name, text);
    this.addSecret(text);
    this.#good.set(text, credential);
  }

  addSignIn(email: string, partnerId: string): void {
    this.#signIns.set(email, partnerId);
  }

  addPartner(name: string, partnerId: string, data: readonly string[]): void {
    this.#data.set(partnerId, data);
    const first = partnerId.charAt(0);
    const code = first.charCodeAt(0).toString(16);
    this.name(`${name}.id`, partnerId);
    this.name(`${name}.id.encoded`, `%${code}${partnerId.slice(1)}`);
    this.name(`${name}.id.encoded-twice`, `%25${code}${partnerId.slice(1)}`);
    this.name(`${name}.id.in-upper-case`, partnerId.toUpperCase());
    this.name(
      `${name}.id.full-width`,
      `%ef%bd${(first.charCodeAt(0) + 0x20).toString(16).padStart(2, '0')}${partnerId.slice(1)}`,
    );
  }
}
