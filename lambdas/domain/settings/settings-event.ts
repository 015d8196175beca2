import { type AuditEvent, auditEvent } from '../model/audit-event.ts';
import { type PartnerSettings, settingsBroadenings } from '../model/restrictions.ts';

interface SettingsChange {
  /** E-mail address, or `operator`. */
  readonly actor: string;
  readonly ip: string | null;
  readonly from: PartnerSettings;
  readonly to: PartnerSettings;
  readonly nowMs: number;
}

/** Returns the event of a change of settings. It holds what notices say: what is broader, what is narrower, and all values. */
export function settingsEvent({ actor, ip, from, to, nowMs }: SettingsChange): AuditEvent {
  const widens = settingsBroadenings(from, to);
  // What would be broadened by going back.
  const narrows = settingsBroadenings(to, from);
  return auditEvent(
    'settings.updated',
    { actor, target: null, ip, nowMs },
    {
      ...(widens.length === 0 ? {} : { widens }),
      ...(narrows.length === 0 ? {} : { narrows }),
      settings: { from, to },
    },
  );
}
