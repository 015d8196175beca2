import { brokenUsers } from './broken-users.ts';
import type { Item } from './read-records.ts';

/** A proof requests names with this prefix once each, so two keys of one name mean that a challenge was used twice. */
export const UNIQUE_NAME = 'once ';

/** Returns the invariants of docs/records.md that do not hold, in sentences. */
export function brokenInvariants(items: readonly Item[]): string[] {
  const partners = items.filter(({ SK }) => SK?.S === 'PARTNER');
  return [
    ...partners.flatMap((partner) => {
      const own = items.filter(({ PK }) => PK?.S === partner.PK?.S);
      return [...brokenKeys(partner, own), ...brokenSwitches(partner, own), ...brokenMembers(partner, own, items)];
    }),
    ...brokenUsers(items),
    ...brokenChallenges(items),
  ];
}

const EVENTS_OF_KEYS = ['created', 'renamed', 'updated', 'rotated', 'disabled', 'enabled', 'deleted'].map(
  (what) => `api_key.${what}`,
);

function brokenKeys(partner: Item, own: readonly Item[]): string[] {
  const keys = own.filter(({ SK }) => SK?.S?.startsWith('KEY#'));
  // A key with a successor no longer counts.
  const active = keys.filter(({ status, rotated_to }) => status?.S !== 'deleted' && rotated_to === undefined);
  const successors = new Set(keys.flatMap(({ rotated_to }) => (rotated_to?.S === undefined ? [] : [rotated_to.S])));
  const counted = Number(partner.active_keys?.N);
  const name = partner.partner_id?.S;
  const broken = counted === active.length ? [] : [`${name} counts ${counted} active keys and has ${active.length}.`];
  for (const { key_id, status, rotated_to } of keys) {
    const id = key_id?.S ?? '';
    const [made, deleted, rotated] = ['created', 'deleted', 'rotated'].map(
      (what) => eventsOf(own, [`api_key.${what}`], id).length,
    );
    // The rotation of the key before creates the successor.
    if (made !== (successors.has(id) ? 0 : 1)) broken.push(`The key ${id} has ${made} creation events.`);
    if (rotated !== (rotated_to === undefined ? 0 : 1)) broken.push(`The key ${id} has ${rotated} rotations.`);
    if (deleted !== (status?.S === 'deleted' ? 1 : 0))
      broken.push(`The ${status?.S} key ${id} has ${deleted} deletions.`);
  }
  const known = new Set(keys.map(({ key_id }) => key_id?.S));
  for (const { target } of eventsOf(own, EVENTS_OF_KEYS)) {
    if (!known.has(target?.S)) broken.push(`An event names the key ${target?.S}, which does not exist.`);
  }
  for (const id of successors) {
    if (!known.has(id)) broken.push(`A key was rotated to the key ${id}, which does not exist.`);
  }
  return broken;
}

/** Each event changes its switch, and the switch is what the last event says. */
function brokenSwitches({ partner_id, status, legacy_token_enabled }: Item, own: readonly Item[]): string[] {
  const switches = [
    { off: 'partner.suspended', on: 'partner.reactivated', now: status?.S === 'active' },
    {
      off: 'legacy_token.disabled',
      on: 'legacy_token.enabled',
      // Turns legacy tokens on until a time, or changes that time.
      scheduled: 'legacy_token.scheduled',
      now: legacy_token_enabled?.BOOL === true,
    },
  ];
  return switches.flatMap(({ off, on, scheduled = on, now }) => {
    const actions = eventsOf(own, [off, on, scheduled]).map(({ action }) => action?.S);
    const isOnAfter = (index: number) => actions[index] !== off;
    const repeated = actions.some(
      (action, index) => (action === off || action === on) && isOnAfter(index) === isOnAfter(index - 1),
    );
    const broken = repeated ? [`${partner_id?.S} has ${off} or ${on} twice in a row.`] : [];
    return now === isOnAfter(actions.length - 1)
      ? broken
      : [...broken, `${partner_id?.S} does not match its last ${off} or ${on}.`];
  });
}

function brokenMembers({ partner_id }: Item, own: readonly Item[], items: readonly Item[]): string[] {
  const members = own.filter(({ SK }) => SK?.S?.startsWith('MEMBER#')).map(({ user_id }) => user_id?.S);
  const users = items.filter(({ SK, partner_id: of }) => SK?.S === 'USER' && of?.S === partner_id?.S);
  const userIds = new Set(users.map(({ user_id }) => user_id?.S));
  const alike = members.length === userIds.size && members.every((userId) => userIds.has(userId));
  const balance = eventsOf(own, ['user.added']).length - eventsOf(own, ['user.removed']).length;
  return [
    ...(alike ? [] : [`${partner_id?.S} has members that do not match its users.`]),
    ...(balance === userIds.size ? [] : [`${partner_id?.S} has ${userIds.size} users, and events of ${balance}.`]),
  ];
}

function brokenChallenges(items: readonly Item[]): string[] {
  const names = items.flatMap(({ SK, name }) =>
    SK?.S?.startsWith('KEY#') && name?.S?.startsWith(UNIQUE_NAME) ? [name.S] : [],
  );
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const states = items.filter(({ SK }) => SK?.S === 'OTP');
  return [
    ...twice.map((name) => `A challenge was used twice: there are several keys "${name}".`),
    ...states.flatMap(({ PK, challenge, past_challenges, places_ms }) => {
      const ids = [...(past_challenges?.L ?? []), ...(challenge?.M?.id ? [challenge.M.id] : [])].map(({ S }) => S);
      return [
        ...(new Set(ids).size === ids.length ? [] : [`${PK?.S} has a challenge that is both past and pending.`]),
        ...((places_ms?.L?.length ?? 0) <= 5 ? [] : [`${PK?.S} has more than five send slots.`]),
      ];
    }),
  ];
}

/** Returns the events in order. */
function eventsOf(own: readonly Item[], actions: readonly string[], about?: string): readonly Item[] {
  return own
    .filter(({ SK }) => SK?.S?.startsWith('AUDIT#'))
    .filter(({ action, target }) => actions.includes(action?.S ?? '') && (about === undefined || target?.S === about))
    .sort((a, b) => ((a.SK?.S ?? '') < (b.SK?.S ?? '') ? -1 : 1));
}
