import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditDetail, AuditEvent } from '../../domain/model/audit-event.ts';
import { NOTICE_KINDS } from '../../domain/model/notice-kinds.ts';
import type { NotifiableEvent, NotifiableEventParser } from '../../domain/notices/notifiable-event.ts';
import { type Item, optionalStringOf, stringOf, stringsOf } from '../dynamodb/attributes.ts';
import { parseEvent } from '../dynamodb/record-items.ts';
import { isAuditEventKey, partnerIdOf } from '../dynamodb/record-keys.ts';
import { usagePartnerIdOf } from '../usage-counting/usage-items.ts';

const WIDENS = ['scopes', 'allowed_ips', 'expires_at', 'status'] as const;

/** Parses images of the table's stream, which hold the same attributes as items that are read. */
export class DynamoDbNotifiableEventParser implements NotifiableEventParser {
  parse(image: unknown): NotifiableEvent | null {
    if (typeof image !== 'object' || image === null) throw new UnreadableRecordError('image');
    const item = image as Item;
    const pk = stringOf(item, 'PK');
    const partnerId = partnerIdOf(pk);
    if (partnerId !== null && isAuditEventKey(stringOf(item, 'SK'))) {
      return { source: 'change', partnerId, auditEvent: auditEventOf(item) };
    }
    const usagePartnerId = usagePartnerIdOf(pk);
    if (usagePartnerId === null || optionalStringOf(item, 'notice') !== 'revoked_key_used') return null;
    return {
      source: 'revoked_key',
      partnerId: usagePartnerId,
      keyId: stringOf(item, 'key_id'),
      at: stringOf(item, 'at'),
      ip: optionalStringOf(item, 'ip'),
    };
  }
}

function auditEventOf(item: Item): AuditEvent {
  const detail: AuditDetail = {
    ...(item.widens === undefined ? {} : { widens: oneOfEach(item, 'widens', WIDENS) }),
    ...(item.off_at === undefined ? {} : { offAt: stringOf(item, 'off_at') }),
    ...(item.mutes === undefined ? {} : { mutes: oneOfEach(item, 'mutes', NOTICE_KINDS) }),
  };
  return Object.keys(detail).length === 0 ? parseEvent(item) : { ...parseEvent(item), detail };
}

function oneOfEach<T extends string>(item: Item, attribute: string, allowed: readonly T[]): readonly T[] {
  return stringsOf(item, attribute).map((text) => {
    const known = allowed.find((one) => one === text);
    if (known === undefined) throw new UnreadableRecordError(attribute);
    return known;
  });
}
