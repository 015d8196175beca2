import type { ActivityEvent } from '../../lambdas/http/management-api/schemas/activity.ts';

/** An event as a sentence: who did what to what. */
export interface EventSentence {
  readonly actor: string;
  readonly what: string;
  /** Follows the words; null if they are enough. */
  readonly target: string | null;
  /** Whether the target is an ID, to be set as code. */
  readonly targetIsId: boolean;
}

/** @param keyNames - names of the keys that still exist, by their IDs */
export function eventSentence(event: ActivityEvent, keyNames: ReadonlyMap<string, string>): EventSentence {
  const keyName = event.target === null ? undefined : keyNames.get(event.target);
  const sentence = (what: string, target: string | null = null, targetIsId = false): EventSentence => ({
    actor: event.actor === 'operator' ? 'The platform operator' : event.actor,
    what,
    target,
    targetIsId,
  });
  switch (event.action) {
    case 'api_key.created':
      return sentence('created the API key', keyName ?? event.target, keyName === undefined);
    case 'api_key.renamed':
      return sentence('renamed the API key', keyName ?? event.target, keyName === undefined);
    case 'api_key.updated':
      return sentence('changed the limits of the API key', keyName ?? event.target, keyName === undefined);
    case 'api_key.rotated':
      return sentence('rotated the API key', keyName ?? event.target, keyName === undefined);
    case 'api_key.disabled':
      return sentence('disabled the API key', keyName ?? event.target, keyName === undefined);
    case 'api_key.enabled':
      return sentence('enabled the API key', keyName ?? event.target, keyName === undefined);
    case 'settings.updated':
      return sentence('changed the settings for all credentials');
    case 'api_key.deleted':
      return sentence('deleted the API key', event.target, true);
    case 'legacy_token.enabled':
      return sentence('turned legacy tokens on');
    case 'legacy_token.disabled':
      return sentence('turned legacy tokens off');
    case 'legacy_token.scheduled':
      return sentence('scheduled the switch-off of legacy tokens');
    case 'legacy_token.unscheduled':
      return sentence('canceled the scheduled switch-off of legacy tokens');
    case 'notices.updated':
      return sentence('changed which notices to get by e-mail');
    case 'otp.failed':
      return event.target === null
        ? sentence('entered a wrong code')
        : sentence('entered a wrong code for the API key', event.target);
    case 'otp.locked':
      return sentence('is locked from creating and broadening keys after too many wrong codes');
    case 'partner.suspended':
      return sentence('suspended this partner');
    case 'partner.reactivated':
      return sentence('reactivated this partner');
    case 'user.added':
      return sentence('added the user', event.target);
    case 'user.removed':
      return sentence('removed the user', event.target);
    case 'user.signed_out':
      return sentence('ended every session and legacy token of', event.target);
    case 'user.password_reset':
      return sentence('reset the password of', event.target);
    default:
      // A newer API may know more actions than this page.
      return sentence(`did ${event.action satisfies never}`, (event as ActivityEvent).target);
  }
}
