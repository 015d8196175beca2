import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../write-private-file.ts';

export interface Account {
  readonly subject: string;
  readonly email: string;
  readonly phone: string | null;
  /** scrypt, hexadecimal; null until a password is set. */
  readonly passwordHash: string | null;
  readonly passwordSalt: string | null;
}

/** The accounts of the local user pool, in a file of the data directory. Passwords are kept as scrypt hashes. */
export class Accounts {
  readonly #file: string;
  readonly #byEmail: Map<string, Account>;

  constructor(file: string) {
    this.#file = file;
    const stored: Account[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
    this.#byEmail = new Map(stored.map((account) => [account.email, account]));
  }

  /** By e-mail address in any case, or by subject, as a user pool takes both for a user name. */
  find(username: string): Account | undefined {
    const email = username.toLowerCase();
    return this.#byEmail.get(email) ?? this.bySubject(username);
  }

  bySubject(subject: string): Account | undefined {
    return [...this.#byEmail.values()].find((account) => account.subject === subject);
  }

  /** null for an unknown account and a wrong password alike, and after the same time. */
  authenticate(username: string, password: string): Account | null {
    const account = this.find(username);
    if (account?.passwordHash == null) {
      hashOf(password, '00'.repeat(16));
      return null;
    }
    return this.passwordMatches(account, password) ? account : null;
  }

  create(email: string, phone: string | null): Account {
    const account = {
      subject: randomUUID(),
      email: email.toLowerCase(),
      phone,
      passwordHash: null,
      passwordSalt: null,
    };
    this.#save(account);
    return account;
  }

  setPassword(account: Account, password: string): void {
    const salt = randomBytes(16).toString('hex');
    this.#save({ ...account, passwordSalt: salt, passwordHash: hashOf(password, salt).toString('hex') });
  }

  passwordMatches(account: Account, password: string): boolean {
    if (account.passwordHash === null || account.passwordSalt === null) return false;
    return timingSafeEqual(Buffer.from(account.passwordHash, 'hex'), hashOf(password, account.passwordSalt));
  }

  #save(account: Account): void {
    this.#byEmail.set(account.email, account);
    writePrivateFile(this.#file, JSON.stringify([...this.#byEmail.values()], null, 2));
  }
}

function hashOf(password: string, salt: string): Buffer {
  return scryptSync(password, Buffer.from(salt, 'hex'), 32);
}
