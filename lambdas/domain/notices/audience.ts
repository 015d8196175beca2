import { changeNotice } from './change-notices.ts';
import type { Audience } from './notice.ts';
import type { NotifiableEvent } from './notifiable-event.ts';

/** Returns which users are notified of the event; null: none. */
export function audienceOf(event: NotifiableEvent): Audience {
  if (event.source === 'revoked_key') return 'revoked_key_used';
  const { action, detail = {} } = event.auditEvent;
  const audience = changeNotice(action)?.audience ?? null;
  return typeof audience === 'function' ? audience(detail) : audience;
}
