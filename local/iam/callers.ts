import { randomBytes } from 'node:crypto';
import type { RoleDefinition } from '../template/application.ts';

/** A function that calls services, with its role. */
export interface Caller {
  readonly functionName: string;
  readonly role: RoleDefinition;
  /** The environment variables that Lambda would set. */
  readonly credentials: Readonly<Record<string, string>>;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Gives each function an access key of its own, new in every run, and finds functions by it. */
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

  /** Returns the credentials of a function. Throws for an ARN that was not added. */
  credentialsOf(functionArn: string): Readonly<Record<string, string>> {
    const caller = this.#byAccessKey.get(this.#accessKeys.get(functionArn) ?? '');
    if (caller === undefined) throw new Error(`The function ${functionArn} has no credentials.`);
    return caller.credentials;
  }

  /** Finds the owner of the access key, or null. */
  find(accessKey: string): Caller | null {
    return this.#byAccessKey.get(accessKey) ?? null;
  }
}
