import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';
import { TEMPORARY_PASSWORD_DAYS } from './password-policy.ts';

export interface Account {
  readonly subject: string;
  readonly email: string;
  readonly phone: string | null;
  /** scrypt, hexadecimal; null until a password is set. */
  readonly passwordHash: string | null;
  readonly passwordSalt: string | null;
  /** RFC 3339. Until then the temporary password can be replaced; null for the user's own password. */
  readonly temporaryUntil: string | null;
}

export type Authentication =
  /** Unknown account, wrong password, or an expired temporary one. */
  | { readonly outcome: 'rejected' }
  | { readonly outcome: 'verified'; readonly account: Account }
  /** The correct password, but a temporary one. */
  | { readonly outcome: 'new_password_required'; readonly account: Account };

/** Stores the accounts of the local user pool in a file of the data directory, with passwords as scrypt hashes. */
export class Accounts {
  readonly #file: string;
  readonly #byEmail: Map<string, Account>;

  constructor(file: string) {
    this.#file = file;
    const stored = readJsonFile<Account[]>(file, []);
    // Files of earlier versions have no temporary passwords.
    this.#byEmail = new Map(
      stored.map((account) => [account.email, { ...account, temporaryUntil: account.temporaryUntil ?? null }]),
    );
  }

  /** Finds an account by e-mail address in any case, or by subject: a user pool accepts both as a user name. */
  find(username: string): Account | undefined {
    const email = username.toLowerCase();
    return this.#byEmail.get(email) ?? this.bySubject(username);
  }

  bySubject(subject: string): Account | undefined {
    return [...this.#byEmail.values()].find((account) => account.subject === subject);
  }

  create(email: string, phone: string | null): Account {
    const account = {
      subject: randomUUID(),
      email: email.toLowerCase(),
      phone,
      passwordHash: null,
      passwordSalt: null,
      temporaryUntil: null,
    };
    this.#save(account);
    return account;
  }

  setPassword({ subject }: Account, password: string): void {
    this.#replacePassword(subject, password, null);
  }

  setTemporaryPassword({ subject }: Account, password: string): void {
    const until = new Date(Date.now() + TEMPORARY_PASSWORD_DAYS * 24 * 3600 * 1000);
    this.#replacePassword(subject, password, until.toISOString());
  }

  /** Takes the same time for unknown accounts as for wrong passwords. */
  authenticate(username: string, password: string): Authentication {
    const account = this.find(username);
    const { passwordHash, passwordSalt, temporaryUntil } = account ?? {};
    const hash = hashOf(password, passwordSalt ?? '00'.repeat(16));
    if (account === undefined || passwordHash == null || !timingSafeEqual(Buffer.from(passwordHash, 'hex'), hash)) {
      return { outcome: 'rejected' };
    }
    if (temporaryUntil == null) return { outcome: 'verified', account };
    if (Date.parse(temporaryUntil) <= Date.now()) return { outcome: 'rejected' };
    return { outcome: 'new_password_required', account };
  }

  /** Deletes the account. Its sessions end when they are used next. */
  remove({ email }: Account): void {
    this.#byEmail.delete(email);
    this.#write();
  }

  #replacePassword(subject: string, password: string, temporaryUntil: string | null): void {
    const account = this.bySubject(subject);
    if (account === undefined) throw new Error('The account does not exist.');
    const salt = randomBytes(16).toString('hex');
    const hash = hashOf(password, salt).toString('hex');
    this.#save({ ...account, passwordSalt: salt, passwordHash: hash, temporaryUntil });
  }

  #save(account: Account): void {
    this.#byEmail.set(account.email, account);
    this.#write();
  }

  #write(): void {
    writeJsonFile(this.#file, [...this.#byEmail.values()]);
  }
}

function hashOf(password: string, salt: string): Buffer {
  return scryptSync(password, Buffer.from(salt, 'hex'), 32);
}
