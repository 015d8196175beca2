import type { NotifiableAction } from '../../contract/notifiable-actions.ts';
import type { AuditAction } from '../model/audit-event.ts';
import { KEY_NOTICES } from './key-notices.ts';
import { LEGACY_TOKEN_NOTICES } from './legacy-token-notices.ts';
import type { ChangeNotice } from './notice.ts';
import { OWN_NOTICES } from './own-notices.ts';
import { PARTNER_NOTICES } from './partner-notices.ts';
import { SETTINGS_NOTICES } from './settings-notices.ts';

/** An entry for every action that the stream passes on. */
const CHANGE_NOTICES: Readonly<Record<NotifiableAction & AuditAction, ChangeNotice>> = {
  ...KEY_NOTICES,
  ...SETTINGS_NOTICES,
  ...LEGACY_TOKEN_NOTICES,
  ...PARTNER_NOTICES,
  ...OWN_NOTICES,
};

/** Returns null if nobody is notified of the action. */
export function changeNotice(action: AuditAction): ChangeNotice | null {
  return (CHANGE_NOTICES as Partial<Record<AuditAction, ChangeNotice>>)[action] ?? null;
}
