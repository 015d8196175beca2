import { quotedName } from '../base/quoted-name.ts';
import { timeText } from '../base/time-text.ts';
import type { LegacyTokenSetting } from '../model/legacy-token-state.ts';
import type { KeyChanges, OtpAction, OtpPurpose, SettingsChanges } from './otp-action.ts';

/** What a change means to the people who are asked to confirm it. Pure. */

export const TITLES: Readonly<Record<OtpPurpose, string>> = {
  create_api_key: 'generating an API key',
  update_api_key: 'changing an API key',
  rotate_api_key: 'rotating an API key',
  update_settings: 'changing the settings of your account',
  update_legacy_token: 'turning on legacy tokens',
};

type Fact = [name: string, value: string];

/** Everything that the change will set, one line each. */
export function describeAction(action: OtpAction): readonly Fact[] {
  switch (action.purpose) {
    case 'create_api_key': {
      const { name, ...controls } = action.key;
      return [['API key', quotedName(name)], ...controlFacts(controls)];
    }
    case 'update_api_key': {
      const { name, status, ...controls } = action.changes;
      return [
        ['API key', `${quotedName(action.name)} (${action.keyId})`],
        ...(name === undefined ? [] : [['New name', quotedName(name)] as Fact]),
        ...(status === undefined ? [] : [['Set to', status] as Fact]),
        ...controlFacts(controls),
      ];
    }
    case 'rotate_api_key':
      return [
        ['API key', `${quotedName(action.name)} (${action.keyId})`],
        ['Old key expires', action.graceSeconds === 0 ? 'at once' : `after ${durationOf(action.graceSeconds)}`],
        ['New key expires', expiryText(action.expiresAt)],
      ];
    case 'update_settings':
      return settingsFacts(action.changes);
    case 'update_legacy_token':
      return legacyTokenFacts(action.changes);
  }
}

function controlFacts({ scopes, allowedIps, expiresAt }: Omit<KeyChanges, 'name' | 'status'>): Fact[] {
  return [
    ...(scopes === undefined ? [] : [['May do', scopes[0] === '*' ? 'everything' : scopes.join(', ')] as Fact]),
    ...(allowedIps === undefined ? [] : [['Usable from', addressesOf(allowedIps)] as Fact]),
    ...(expiresAt === undefined ? [] : [['Expires', expiryText(expiresAt)] as Fact]),
  ];
}

function settingsFacts({ allowedIps, maxKeyLifetimeDays }: SettingsChanges): Fact[] {
  return [
    ...(allowedIps === undefined ? [] : [['All calls from', addressesOf(allowedIps)] as Fact]),
    ...(maxKeyLifetimeDays === undefined
      ? []
      : [['Keys live at most', maxKeyLifetimeDays === null ? 'without limit' : `${maxKeyLifetimeDays} days`] as Fact]),
  ];
}

function legacyTokenFacts({ enabled, offAt }: LegacyTokenSetting): Fact[] {
  if (!enabled) return [['Legacy tokens', 'off']];
  return [
    ['Legacy tokens', offAt === null ? 'on, without a scheduled end' : `on until ${timeText(offAt * 1000)}`],
    ['What they allow', 'full access with the e-mail address and password of any user'],
  ];
}

function addressesOf(list: readonly string[]): string {
  return list.length === 0 ? 'any address' : list.join(', ');
}

function expiryText(expiresAt: number | null): string {
  return expiresAt === null ? 'never' : timeText(expiresAt * 1000);
}

/** The largest whole unit that says it exactly. */
function durationOf(seconds: number): string {
  const [size, unit] = (
    [
      [86_400, 'day'],
      [3_600, 'hour'],
      [60, 'minute'],
      [1, 'second'],
    ] as const
  ).find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
