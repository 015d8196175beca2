import type { AuditDetail, AuditEvent } from '../model/audit-event.ts';
import type { PartnerSettings, SettingsBroadening } from '../model/restrictions.ts';
import { type ChangeNotice, closingOf, type Fact, type NoticeParts } from './notice.ts';

/** Notices of changes to what applies to all of a partner's credentials. */
export const SETTINGS_NOTICES = {
  'settings.updated': {
    audience: ({ widens, narrows }) => {
      if (widens !== undefined) return 'settings_broadened';
      return narrows === undefined ? null : 'settings_narrowed';
    },
    parts: (_, event) => (event.detail?.widens === undefined ? narrowed(event) : broadened(event)),
  },
} as const satisfies Record<string, ChangeNotice>;

/** How many entries of an IP allowlist an e-mail lists. */
const LISTED = 10;
const NAMES: Readonly<Record<SettingsBroadening, string>> = {
  allowed_ips: 'Calls may come from',
  max_key_lifetime_days: 'Keys may live',
};

function broadened(event: AuditEvent): NoticeParts {
  return {
    subject: 'The security settings allow more than before',
    intro:
      'The settings below apply to all API keys and legacy tokens of your company. What they refused before is now let through.',
    facts: settingsFacts(event.detail),
    closing: closingOf(event),
  };
}

function narrowed(event: AuditEvent): NoticeParts {
  return {
    subject: 'The security settings allow less than before',
    intro:
      'The settings below apply to all API keys and legacy tokens of your company. What they allowed before may be refused now. Check that your systems still work.',
    facts: settingsFacts(event.detail),
    closing: closingOf(event),
  };
}

function settingsFacts({ widens = [], narrows = [], settings }: AuditDetail = {}): readonly Fact[] {
  if (settings === undefined) return [];
  const { from, to } = settings;
  const changed = (['allowed_ips', 'max_key_lifetime_days'] as const).filter(
    (name) => widens.includes(name) || narrows.includes(name),
  );
  return changed.map((name) => {
    const how = !narrows.includes(name) ? 'more' : !widens.includes(name) ? 'less' : 'partly more, partly less';
    return [NAMES[name], `${valueText(name, to)} (${how} than before: ${valueText(name, from)})`];
  });
}

function valueText(name: SettingsBroadening, { allowedIps, maxKeyLifetimeDays }: PartnerSettings): string {
  if (name === 'max_key_lifetime_days') {
    return maxKeyLifetimeDays === null ? 'without limit' : `at most ${maxKeyLifetimeDays} days`;
  }
  if (allowedIps.length === 0) return 'any IP address';
  const more = allowedIps.length - LISTED;
  const listed = allowedIps.slice(0, LISTED).join(', ');
  return more > 0 ? `${listed} and ${more} more` : listed;
}
