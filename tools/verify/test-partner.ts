import { randomBytes } from 'node:crypto';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDbApiKeyStore } from '../../lambdas/adapters/api-keys/dynamodb-api-key-store.ts';
import { DynamoDbTable } from '../../lambdas/adapters/dynamodb/dynamodb-table.ts';
import { recordKeys } from '../../lambdas/adapters/dynamodb/record-keys.ts';
import { DynamoDbLegacyTokenStore } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-store.ts';
import { DynamoDbLegacyTokenSwitch } from '../../lambdas/adapters/legacy-tokens/dynamodb-legacy-token-switch.ts';
import { DynamoDbNoticeSettings } from '../../lambdas/adapters/notices/dynamodb-notice-settings.ts';
import { DynamoDbPartnerRegistry } from '../../lambdas/adapters/partners/dynamodb-partner-registry.ts';
import { DynamoDbPartnerStaff } from '../../lambdas/adapters/partners/dynamodb-partner-staff.ts';
import { DynamoDbSettingsStore } from '../../lambdas/adapters/settings/dynamodb-settings-store.ts';
import { CognitoAccountDirectory } from '../../lambdas/adapters/users/cognito-account-directory.ts';
import { DynamoDbUserStore } from '../../lambdas/adapters/users/dynamodb-user-store.ts';
import { sha256Hex } from '../../lambdas/domain/base/sha256.ts';
import { generateLegacyToken } from '../../lambdas/domain/legacy-tokens/legacy-token.ts';
import { generateApiKey, type KeyEnvironment, parseApiKey } from '../../lambdas/domain/model/api-key.ts';
import { auditEvent } from '../../lambdas/domain/model/audit-event.ts';
import { LEGACY_TOKEN_SECONDS } from '../../lambdas/domain/model/legacy-token-state.ts';
import { MUTABLE_NOTICE_KINDS } from '../../lambdas/domain/model/notice-kinds.ts';
import type { Identity } from '../../lambdas/domain/model/records.ts';
import {
  createOperatorApiKey,
  createPartner,
  revokeApiKey,
  setPartnerStatus,
} from '../../lambdas/domain/partners/manage-partners.ts';
import { changeSettingsOf } from '../../lambdas/domain/settings/operate-settings.ts';
import { type AccountDirectory, addUser, removeUser } from '../../lambdas/domain/users/manage-users.ts';
import type { VerifyTarget } from './target.ts';

export interface TestKey {
  readonly id: string;
  readonly key: string;
}

const EXISTING: AccountDirectory = { ensureAccount: async () => 'unchanged' };

/** The partner of one run of the checks, with one user. Remembers what has to be removed afterwards. */
export class TestPartner {
  readonly id = `verify${randomBytes(8).toString('hex')}`;
  /**
   * Of the mailbox simulator of SES, which takes the notices that are sent to this user. They do not count as bounces:
   * https://docs.aws.amazon.com/ses/latest/DeveloperGuide/mailbox-simulator.html
   */
  readonly email = `success+${this.id}@simulator.amazonses.com`;
  readonly password = `Aa1!${randomBytes(18).toString('base64url')}`;
  /** SHA-256 of every token issued to it. */
  readonly tokenHashes = new Set<string>();
  readonly usernames = new Set([this.email]);
  /** Every user that it had. */
  readonly userIds = new Set<string>();
  /** Environment of the keys that the deployment accepts; the first check finds it out. */
  environment: KeyEnvironment = 'live';

  readonly #target: VerifyTarget;
  readonly #registry: DynamoDbPartnerRegistry;
  readonly #users: DynamoDbUserStore;
  #userId = '';
  #lastingKey: TestKey | null = null;

  constructor(target: VerifyTarget) {
    this.#target = target;
    const table = new DynamoDbTable(target.dynamoDb, target.tableName);
    this.#registry = new DynamoDbPartnerRegistry(table);
    this.#users = new DynamoDbUserStore(table);
  }

  /** Creates the partner, and an account with a password as its user. */
  async create(): Promise<void> {
    const created = await createPartner(this.#registry, this.id, 'verify-deployed', { legacyTokenEnabled: true });
    expectOutcome(created, 'created');
    const { cognito, userPoolId } = this.#target;
    this.#userId = await this.#addUser(this.email, null, new CognitoAccountDirectory(cognito, userPoolId));
  }

  /** Makes a signed-in account another user of the partner. Throws if the account already is a partner's user. */
  async adopt(identity: Identity): Promise<void> {
    await this.#addUser(this.email.replace('@', '-adopted@'), identity);
  }

  async createKey(environment = this.environment): Promise<TestKey> {
    const created = await createOperatorApiKey(this.#registry, { environment, partnerId: this.id, name: 'verify' });
    expectOutcome(created, 'created');
    return { id: parseApiKey(created.key)?.keyId ?? '', key: created.key };
  }

  /** Returns one key for all checks that do not change it: a partner can have 50. */
  async lastingKey(): Promise<TestKey> {
    this.#lastingKey ??= await this.createKey();
    return this.#lastingKey;
  }

  /** Generates a well-formed key that is not stored. */
  unknownKey(): string {
    return generateApiKey(this.environment, this.id).key;
  }

  async revokeKey({ id }: TestKey): Promise<void> {
    expectOutcome(await revokeApiKey(this.#registry, this.id, id), 'revoked');
  }

  /** Writes attributes of the key's record directly, even values that no operation would write. */
  async restrictKey(
    { id }: TestKey,
    change: { status?: 'disabled'; expiresAt?: number; scopes?: string[]; allowedIps?: string[] },
  ): Promise<void> {
    const list = (texts: string[]) => ({ L: texts.map((S) => ({ S })) });
    const values = {
      ...(change.status === undefined ? {} : { status: { S: change.status } }),
      ...(change.expiresAt === undefined ? {} : { expires_at: { N: String(change.expiresAt) } }),
      ...(change.scopes === undefined ? {} : { scopes: list(change.scopes) }),
      ...(change.allowedIps === undefined ? {} : { allowed_ips: list(change.allowedIps) }),
    };
    await this.#target.dynamoDb.send(
      new UpdateItemCommand({
        TableName: this.#target.tableName,
        Key: recordKeys.apiKey(this.id, id),
        ConditionExpression: 'attribute_exists(PK)',
        UpdateExpression: `SET ${Object.keys(values).map((name) => `#${name} = :${name}`)}`,
        ExpressionAttributeNames: Object.fromEntries(Object.keys(values).map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [`:${name}`, value]),
        ),
      }),
    );
  }

  /** Sets the IP allowlist for all credentials of the partner; an empty list allows every IP address. */
  async allowAddresses(allowedIps: readonly string[]): Promise<void> {
    const table = new DynamoDbTable(this.#target.dynamoDb, this.#target.tableName);
    const controls = {
      keys: new DynamoDbApiKeyStore(table),
      settings: new DynamoDbSettingsStore(table),
      staff: new DynamoDbPartnerStaff(table),
    };
    expectOutcome(await changeSettingsOf(controls, this.id, { allowedIps }), 'changed');
  }

  async setStatus(status: 'active' | 'suspended'): Promise<void> {
    expectOutcome(await setPartnerStatus(this.#registry, this.id, status), 'changed');
  }

  async switchLegacyTokens(enabled: boolean): Promise<void> {
    const action = enabled ? 'legacy_token.enabled' : 'legacy_token.disabled';
    const event = auditEvent(action, { actor: 'operator', target: null, ip: null, nowMs: Date.now() });
    const { dynamoDb, tableName } = this.#target;
    await new DynamoDbLegacyTokenSwitch(new DynamoDbTable(dynamoDb, tableName)).set(
      this.id,
      { from: { enabled: !enabled, offAt: null }, to: { enabled, offAt: null } },
      null,
      event,
    );
  }

  /** Issues a legacy token without a password, so that it works in pools that require more than a password. */
  async issueToken(): Promise<string> {
    const { dynamoDb, tableName } = this.#target;
    const store = new DynamoDbLegacyTokenStore(new DynamoDbTable(dynamoDb, tableName));
    const user = await this.#users.findUser(this.#userId);
    if (user === null) throw new Error('The user of the test partner no longer exists.');
    const token = generateLegacyToken();
    const hash = sha256Hex(token);
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + LEGACY_TOKEN_SECONDS;
    this.tokenHashes.add(hash);
    await store.issue({ ...user, hash, issuedAt, expiresAt });
    return token;
  }

  async removeUser(): Promise<void> {
    expectOutcome(await removeUser(this.#users, this.id, this.email), 'removed');
  }

  async restoreUser(): Promise<void> {
    this.#userId = await this.#addUser(this.email, null);
  }

  /** Returns the user's ID. The default is for an account that exists. */
  async #addUser(email: string, identity: Identity | null, directory = EXISTING): Promise<string> {
    const user = { partnerId: this.id, email, phone: null, password: this.password, identity };
    const added = await addUser(this.#users, directory, user);
    if (added.outcome !== 'added') throw new Error(`The records returned ${added.outcome} instead of added.`);
    this.userIds.add(added.userId);
    await this.#mute(added.userId, email);
    return added.userId;
  }

  /** Mutes what can be muted: a notice that is sent after the partner was removed would leave a record of its delivery. */
  async #mute(userId: string, email: string): Promise<void> {
    const { dynamoDb, tableName } = this.#target;
    const notices = new DynamoDbNoticeSettings(new DynamoDbTable(dynamoDb, tableName));
    const event = auditEvent('notices.updated', { actor: 'operator', target: email, ip: null, nowMs: Date.now() });
    const result = await notices.update({ partnerId: this.id, userId }, 0, MUTABLE_NOTICE_KINDS, event);
    if (result === 'conflict') throw new Error('The notices of the test user could not be muted.');
  }
}

function expectOutcome({ outcome }: { readonly outcome: string }, expected: string): void {
  if (outcome !== expected) throw new Error(`The records returned ${outcome} instead of ${expected}.`);
}
