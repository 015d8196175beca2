import { randomBytes } from 'node:crypto';
import type { RoleDefinition } from '../template/application.ts';

/** A function with its role, as it calls services. */
export interface Caller {
  readonly functionName: string;
  readonly role: RoleDefinition;
  /** What Lambda would set for it. */
  readonly credentials: Readonly<Record<string, string>>;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The functions by access keys of their own, which are made anew at every start. */
export class Callers {
  readonly #byAccessKey = new Map<string, Caller>();
  readonly #accessKeys = new Map<string, string>();

  add(functionArn: string, functionName: string, role: RoleDefinition): void {
    const accessKey = `ASIA${Array.from(randomBytes(16), (byte) => LETTERS[byte % LETTERS.length]).join('')}`;
    const credentials = {
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64'),
      AWS_SESSION_TOKEN: randomBytes(48).toString('base64'),
    };
    this.#byAccessKey.set(accessKey, { functionName, role, credentials });
    this.#accessKeys.set(functionArn, accessKey);
  }

  /** Throws for an ARN that was not added. */
  credentialsOf(functionArn: string): Readonly<Record<string, string>> {
    const caller = this.#byAccessKey.get(this.#accessKeys.get(functionArn) ?? '');
    if (caller === undefined) throw new Error(`No credentials were made for ${functionArn}.`);
    return caller.credentials;
  }

  /** Who has this access key, or null. */
  find(accessKey: string): Caller | null {
    return this.#byAccessKey.get(accessKey) ?? null;
  }
}
