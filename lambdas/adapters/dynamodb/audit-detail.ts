import { UnreadableRecordError } from '../../domain/base/dependency-error.ts';
import type { AuditDetail } from '../../domain/model/audit-event.ts';
import { NOTICE_KINDS } from '../../domain/model/notice-kinds.ts';
import type { Broadening, PartnerSettings } from '../../domain/model/restrictions.ts';
import { type Item, numberValue, optionalIntegerOf, stringOf, stringsOf, textList, textValue } from './attributes.ts';

/** The attributes of audit events that notices read. */

const BROADENINGS: readonly Broadening[] = [
  'scopes',
  'allowed_ips',
  'expires_at',
  'status',
  'max_key_lifetime_days',
  'legacy_token',
];

export function formatDetail({ widens, narrows, settings, offAt, mutes }: AuditDetail): Item {
  return {
    ...(widens === undefined ? {} : { widens: textList(widens) }),
    ...(narrows === undefined ? {} : { narrows: textList(narrows) }),
    ...(settings === undefined
      ? {}
      : { settings_from: formatSettings(settings.from), settings_to: formatSettings(settings.to) }),
    ...(offAt === undefined ? {} : { off_at: textValue(offAt) }),
    ...(mutes === undefined ? {} : { mutes: textList(mutes) }),
  };
}

/** Returns undefined if the event has no detail. */
export function parseDetail(item: Item): AuditDetail | undefined {
  const detail: AuditDetail = {
    ...(item.widens === undefined ? {} : { widens: oneOfEach(item, 'widens', BROADENINGS) }),
    ...(item.narrows === undefined ? {} : { narrows: oneOfEach(item, 'narrows', BROADENINGS) }),
    ...(item.settings_from === undefined
      ? {}
      : { settings: { from: parseSettings(item, 'settings_from'), to: parseSettings(item, 'settings_to') } }),
    ...(item.off_at === undefined ? {} : { offAt: stringOf(item, 'off_at') }),
    ...(item.mutes === undefined ? {} : { mutes: oneOfEach(item, 'mutes', NOTICE_KINDS) }),
  };
  return Object.keys(detail).length === 0 ? undefined : detail;
}

function formatSettings({ allowedIps, maxKeyLifetimeDays }: PartnerSettings): { M: Item } {
  const maximum = maxKeyLifetimeDays === null ? {} : { max_key_lifetime_days: numberValue(maxKeyLifetimeDays) };
  return { M: { allowed_ips: textList(allowedIps), ...maximum } };
}

function parseSettings(item: Item, attribute: string): PartnerSettings {
  const settings = item[attribute]?.M;
  if (settings === undefined) throw new UnreadableRecordError(attribute);
  return {
    allowedIps: stringsOf(settings, 'allowed_ips'),
    maxKeyLifetimeDays: optionalIntegerOf(settings, 'max_key_lifetime_days'),
  };
}

function oneOfEach<T extends string>(item: Item, attribute: string, allowed: readonly T[]): readonly T[] {
  return stringsOf(item, attribute).map((text) => {
    const known = allowed.find((one) => one === text);
    if (known === undefined) throw new UnreadableRecordError(attribute);
    return known;
  });
}
