import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { JsonCall } from '../../client/http.ts';
import { CodeInbox } from '../../client/mailbox.ts';
import { type Item, readRecords } from '../records/read-records.ts';
import { Connection, type ProofResponse, patiently } from '../run/connection.ts';
import {
  managementCall,
  newKey,
  newPartner,
  newToken,
  newUser,
  type ProofKey,
  type ProofUser,
  signIn,
} from '../run/partners.ts';
import type { Target } from '../run/private-run.ts';

interface Staff {
  readonly user: ProofUser;
  readonly userId: string;
  readonly idToken: string;
}

export type Person = 'staff' | 'switcher';

/** What the flows work on: a partner with a user, a key and a token, and a second one to turn legacy tokens off and on. */
export class World {
  readonly #connection = new Connection();
  #target: Target;
  #people: Readonly<Record<Person, Staff>>;
  readonly key: ProofKey;
  readonly token: string;
  /** Requests tokens, so that its password attempts are counted apart. */
  readonly tokenUser: ProofUser;

  static async create(target: Target): Promise<World> {
    const [one, two] = [await newPartner(target), await newPartner(target)];
    const user = await newUser(target, one);
    const people = { staff: await staffOf(target, user), switcher: await staffOf(target, await newUser(target, two)) };
    const parts = {
      key: await newKey(target, one),
      token: await newToken(target, user),
      tokenUser: await newUser(target, one),
    };
    return new World(target, people, parts);
  }

  private constructor(
    target: Target,
    people: Readonly<Record<Person, Staff>>,
    parts: { key: ProofKey; token: string; tokenUser: ProofUser },
  ) {
    this.#target = target;
    this.#people = people;
    this.key = parts.key;
    this.token = parts.token;
    this.tokenUser = parts.tokenUser;
  }

  get target(): Target {
    return this.#target;
  }

  get partnerId(): string {
    return this.#people.staff.user.partnerId;
  }

  /** Signs in again before ID tokens expire; at another run on the same records if one is given. */
  async renew(target: Target = this.#target): Promise<void> {
    this.#target = target;
    const { staff, switcher } = this.#people;
    this.#people = { staff: await staffOf(target, staff.user), switcher: await staffOf(target, switcher.user) };
  }

  partnerCall(path: string, headers: Record<string, string>): Promise<ProofResponse> {
    return this.#connection.call({ url: `${this.#target.partnerApi}${path}`, headers });
  }

  call(call: JsonCall): Promise<ProofResponse> {
    return this.#connection.call(call);
  }

  manage(method: string, path: string, body?: unknown, by: Person = 'staff'): Promise<ProofResponse> {
    return this.#connection.call(managementCall(this.#target.hub, this.#people[by].idToken, method, path, body));
  }

  /** Changes the legacy tokens of the second partner, so that the token of the first one stays valid. */
  setLegacyToken(body: object): Promise<ProofResponse> {
    return this.manage('PUT', '/legacy-token', body, 'switcher');
  }

  async legacyEnabled(): Promise<boolean> {
    const { partnerId } = this.#people.switcher.user;
    const partner = await this.#get({ PK: { S: `PARTNER#${partnerId}` }, SK: { S: 'PARTNER' } });
    return partner?.legacy_token_enabled?.BOOL === true;
  }

  /** Makes it look as if a day had passed since the last code. */
  async forgetCodes(by: Person = 'staff'): Promise<void> {
    const { dynamoDb, tableName: TableName } = this.#target;
    await dynamoDb.send(new DeleteItemCommand({ TableName, Key: this.#otpKey(by) }));
  }

  otpState(by: Person = 'staff'): Promise<Item | undefined> {
    return this.#get(this.#otpKey(by));
  }

  /** Counts the password attempts that were taken and not released, in all counts: only the token user makes any. */
  async attemptsTaken(): Promise<number> {
    const counts = await this.#attempts();
    return counts.reduce((sum, { taken }) => sum + Number(taken?.N ?? 0), 0);
  }

  /** Counts the tokens that were issued to the token user. */
  async countTokens(): Promise<number> {
    const items = await readRecords(this.#target.dynamoDb, this.#target.tableName);
    const user = items.find(({ SK, email }) => SK?.S === 'USER' && email?.S === this.tokenUser.email);
    return items.filter(({ SK, user_id }) => SK?.S === 'TOKEN' && user_id?.S === user?.user_id?.S).length;
  }

  async forgetAttempts(): Promise<void> {
    const { dynamoDb, tableName: TableName } = this.#target;
    for (const { PK, SK } of await this.#attempts()) {
      if (PK && SK) await dynamoDb.send(new DeleteItemCommand({ TableName, Key: { PK, SK } }));
    }
  }

  keyRecord(id: string): Promise<Item | undefined> {
    return this.#get({ PK: { S: `PARTNER#${this.partnerId}` }, SK: { S: `KEY#${id}` } });
  }

  async keysNamed(name: string): Promise<Item[]> {
    return (await this.#query('KEY#')).filter((key) => key.name?.S === name);
  }

  async countEvents(action: string, target: string): Promise<number> {
    const events = await this.#query('AUDIT#');
    return events.filter((event) => event.action?.S === action && event.target?.S === target).length;
  }

  partnerRecord(): Promise<Item | undefined> {
    return this.#get({ PK: { S: `PARTNER#${this.partnerId}` }, SK: { S: 'PARTNER' } });
  }

  /** Requests a code by e-mail to create a key of that name, and reads it. */
  challenge(name: string): Promise<{ readonly id: string; readonly code: string }> {
    return this.challengeFor({ purpose: 'create_api_key', api_key: { name } });
  }

  /** Requests a code for any change, written as in the contract. */
  async challengeFor(change: object, by: Person = 'staff'): Promise<{ readonly id: string; readonly code: string }> {
    const inbox = new CodeInbox(this.#target.mailbox, this.#people[by].user.email);
    await inbox.skipOldMessages();
    const response = await patiently(() => this.manage('POST', '/otp-challenges', change, by));
    if (response.status !== 201) throw new Error(`The request for a code got ${response.status} ${response.code}.`);
    return { id: response.json.id, code: await inbox.waitForCode() };
  }

  close(): void {
    this.#connection.close();
  }

  async #get(Key: Record<'PK' | 'SK', { S: string }>): Promise<Item | undefined> {
    const { dynamoDb, tableName: TableName } = this.#target;
    return (await dynamoDb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  }

  async #query(prefix: string): Promise<Item[]> {
    const items = await readRecords(this.#target.dynamoDb, this.#target.tableName);
    return items.filter(({ PK, SK }) => PK?.S === `PARTNER#${this.partnerId}` && SK?.S?.startsWith(prefix));
  }

  async #attempts(): Promise<Item[]> {
    const items = await readRecords(this.#target.dynamoDb, this.#target.tableName);
    return items.filter(({ PK }) => PK?.S?.startsWith('LOGIN#'));
  }

  #otpKey(by: Person) {
    return { PK: { S: `USER#${this.#people[by].userId}` }, SK: { S: 'OTP' } };
  }
}

async function staffOf(target: Target, user: ProofUser): Promise<Staff> {
  const idToken = await signIn(target, user);
  const record = await target.users.findByEmail(user.email);
  if (record === null) throw new Error(`There is no user ${user.email}.`);
  return { user, idToken, userId: record.userId };
}
