import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditEvent } from '../../domain/model/audit-event.ts';
import type { NotifiableEvent, NotifiableEventParser } from '../../domain/notices/notifiable-event.ts';
import { type Item, optionalStringOf, stringOf } from '../dynamodb/attributes.ts';
import { parseDetail } from '../dynamodb/audit-detail.ts';
import { parseEvent } from '../dynamodb/record-items.ts';
import { isAuditEventKey, partnerIdOf } from '../dynamodb/record-keys.ts';
import { usagePartnerIdOf } from '../usage-counting/usage-items.ts';

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
  const detail = parseDetail(item);
  return detail === undefined ? parseEvent(item) : { ...parseEvent(item), detail };
}
