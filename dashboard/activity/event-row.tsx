import type { ActivityEvent } from '../../lambdas/http/management-api/schemas/activity.ts';
import {
  IconActivity,
  IconAdjustments,
  IconAlertTriangle,
  IconCircleCheck,
  IconKey,
  IconLock,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconShieldLock,
  IconShieldX,
  IconToggleLeft,
  IconToggleRight,
  IconTrash,
  IconUserMinus,
  IconUserPlus,
} from '../elements/icons.ts';
import { exactTime, timeOfDay } from '../time/moments.ts';
import classes from './activity-page.module.css';
import { eventSentence } from './event-sentence.ts';

type Tone = 'plain' | 'good' | 'warning' | 'danger';

const LOOKS: Readonly<Record<ActivityEvent['action'], { readonly Icon: typeof IconKey; readonly tone: Tone }>> = {
  'api_key.created': { Icon: IconKey, tone: 'good' },
  'api_key.renamed': { Icon: IconPencil, tone: 'plain' },
  'api_key.updated': { Icon: IconAdjustments, tone: 'plain' },
  'api_key.rotated': { Icon: IconRefresh, tone: 'good' },
  'api_key.disabled': { Icon: IconPlayerPause, tone: 'warning' },
  'api_key.enabled': { Icon: IconPlayerPlay, tone: 'good' },
  'settings.updated': { Icon: IconShieldLock, tone: 'plain' },
  'api_key.deleted': { Icon: IconTrash, tone: 'danger' },
  'legacy_token.enabled': { Icon: IconToggleRight, tone: 'plain' },
  'legacy_token.disabled': { Icon: IconToggleLeft, tone: 'plain' },
  'legacy_token.scheduled': { Icon: IconToggleLeft, tone: 'plain' },
  'legacy_token.unscheduled': { Icon: IconToggleRight, tone: 'plain' },
  'notices.updated': { Icon: IconPencil, tone: 'plain' },
  'otp.failed': { Icon: IconAlertTriangle, tone: 'warning' },
  'otp.locked': { Icon: IconLock, tone: 'danger' },
  'partner.suspended': { Icon: IconShieldX, tone: 'danger' },
  'partner.reactivated': { Icon: IconCircleCheck, tone: 'good' },
  'user.added': { Icon: IconUserPlus, tone: 'plain' },
  'user.removed': { Icon: IconUserMinus, tone: 'plain' },
  'user.signed_out': { Icon: IconLock, tone: 'plain' },
  'user.password_reset': { Icon: IconLock, tone: 'warning' },
};
/** A newer API may know more actions than this page. */
const UNKNOWN = { Icon: IconActivity, tone: 'plain' } as const;

interface EventRowProps {
  readonly event: ActivityEvent;
  readonly keyNames: ReadonlyMap<string, string>;
}

export function EventRow({ event, keyNames }: EventRowProps) {
  const { Icon, tone } = LOOKS[event.action] ?? UNKNOWN;
  const { actor, what, target, targetIsId } = eventSentence(event, keyNames);
  const moment = Date.parse(event.at);
  return (
    <li className={classes.event}>
      <span className={classes.mark} data-tone={tone}>
        <Icon size={17} aria-hidden />
      </span>
      <p>
        <span className={classes.actor}>{actor}</span> {what}
        {target !== null && <> {targetIsId ? <code>{target}</code> : <strong>{target}</strong>}</>}
      </p>
      <span className={classes.circumstances}>
        {event.ip !== null && <span>from {event.ip}</span>}
        <time dateTime={event.at} title={exactTime(moment)}>
          {timeOfDay(moment)}
        </time>
      </span>
    </li>
  );
}
