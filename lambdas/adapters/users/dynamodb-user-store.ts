import { MissingRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { Identity, UserRecord } from '../../domain/model/records.ts';
import type { GenerationChange } from '../../domain/users/token-generations.ts';
import type { AccessTimes, NewUser, UserStore } from '../../domain/users/user-store.ts';
import { type Item, numberValue, type PrimaryKey, stringOf, textValue } from '../dynamodb/attributes.ts';
import type { DynamoDbTable } from '../dynamodb/dynamodb-table.ts';
import { allOf, checkOnly, deleteIf, equals, exists, updateIf } from '../dynamodb/expressions.ts';
import { parseUser } from '../dynamodb/record-items.ts';
import { recordKeys } from '../dynamodb/record-keys.ts';
import { putEvent, putNew } from '../dynamodb/transaction-items.ts';
import { changeGenerations, parseGenerations } from './token-generation-items.ts';

/** docs/records.md lists every transaction with its items and conditions. */
export class DynamoDbUserStore implements UserStore {
  readonly #table: DynamoDbTable;

  constructor(table: DynamoDbTable) {
    this.#table = table;
  }

  async partnerExists(partnerId: string) {
    return (await this.#table.get(recordKeys.partner(partnerId))) !== undefined;
  }

  async findUser(userId: string) {
    const item = await this.#table.get(recordKeys.user(userId));
    return item === undefined ? null : parseUser(item);
  }

  async findByIdentity(identity: Identity) {
    return this.#findNamedBy(recordKeys.identity(identity));
  }

  async findByEmail(email: string) {
    return this.#findNamedBy(recordKeys.email(email));
  }

  async findGenerations(partnerId: string) {
    const item = await this.#table.get(recordKeys.partner(partnerId));
    if (item === undefined) throw new MissingRecordError('The partner of a user');
    return parseGenerations(item);
  }

  async add({ userId, partnerId, email, phone, role, identity }: NewUser, event: AuditEvent) {
    const person = {
      user_id: textValue(userId),
      email: textValue(email),
      ...(phone === null ? {} : { phone: textValue(phone) }),
      created_at: textValue(event.at),
    };
    const failed = await this.#table.transact([
      { ConditionCheck: checkOnly(recordKeys.partner(partnerId), exists) },
      putNew({ ...recordKeys.email(email), user_id: textValue(userId), partner_id: textValue(partnerId) }),
      putNew({
        ...recordKeys.user(userId),
        ...person,
        partner_id: textValue(partnerId),
        identities: identitiesValue(identity === null ? [] : [identity]),
        generation: numberValue(1),
        revision: numberValue(1),
      }),
      putNew({ ...recordKeys.member(partnerId, userId), ...person, role: textValue(role) }),
      putEvent(partnerId, event),
      ...(identity === null ? [] : [putNew(identityItem(identity, userId, event.at))]),
    ]);
    if (failed.length === 0) return 'added';
    if (failed.includes(0)) return 'partner_unknown';
    return failed.includes(1) ? 'exists' : 'identity_taken';
  }

  async link(user: UserRecord, identity: Identity, linkedAt: string) {
    const set = {
      identities: identitiesValue([...user.identities, identity]),
      revision: numberValue(user.revision + 1),
    };
    const failed = await this.#table.transact([
      putNew(identityItem(identity, user.userId, linkedAt)),
      { Update: updateIf(recordKeys.user(user.userId), { set }, isAsRead(user)) },
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }

  async remove(user: UserRecord, change: GenerationChange, event: AuditEvent) {
    const { userId, partnerId, email, identities } = user;
    const belongsToPartner = equals('partner_id', textValue(partnerId));
    const others = [recordKeys.member(partnerId, userId), recordKeys.otp(userId), recordKeys.email(email)];
    const failed = await this.#table.transact([
      { Delete: deleteIf(recordKeys.user(userId), allOf([belongsToPartner, isAsRead(user)])) },
      ...[...others, ...identities.map(recordKeys.identity)].map((Key) => ({ Delete: { Key } })),
      changeGenerations(partnerId, change),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }

  async endAccess(user: UserRecord, change: GenerationChange, times: AccessTimes, event: AuditEvent) {
    const { userId, partnerId, revision } = user;
    const { sessionsValidAfter, passwordResetAt } = times;
    const set = {
      generation: numberValue(change.entry.generation),
      revision: numberValue(revision + 1),
      sessions_valid_after: numberValue(sessionsValidAfter),
      ...(passwordResetAt === null ? {} : { password_reset_at: numberValue(passwordResetAt) }),
    };
    const failed = await this.#table.transact([
      { Update: updateIf(recordKeys.user(userId), { set }, isAsRead(user)) },
      changeGenerations(partnerId, change),
      putEvent(partnerId, event),
    ]);
    return failed.length === 0 ? 'written' : 'conflict';
  }

  /** Returns null, too, if the user is removed between the two reads. */
  async #findNamedBy(key: PrimaryKey): Promise<UserRecord | null> {
    const item = await this.#table.get(key);
    return item === undefined ? null : this.findUser(stringOf(item, 'user_id'));
  }
}

/** Also false if there is no user. */
function isAsRead({ revision }: UserRecord) {
  return equals('revision', numberValue(revision));
}

function identityItem({ issuer, subject }: Identity, userId: string, linkedAt: string): Item {
  return {
    ...recordKeys.identity({ issuer, subject }),
    user_id: textValue(userId),
    issuer: textValue(issuer),
    subject: textValue(subject),
    linked_at: textValue(linkedAt),
  };
}

function identitiesValue(identities: readonly Identity[]) {
  return {
    L: identities.map(({ issuer, subject }) => ({ M: { issuer: textValue(issuer), subject: textValue(subject) } })),
  };
}
