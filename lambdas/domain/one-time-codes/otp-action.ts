import { DISPLAY_NAME } from '../base/display-name.ts';
import type { LegacyTokenSetting } from '../model/legacy-token-state.ts';
import type { KeyRestrictions, PartnerSettings } from '../model/restrictions.ts';

/** A key that is to be created. */
export interface NewKey extends Omit<KeyRestrictions, 'status'> {
  readonly name: string;
}

/** The fields to change; the others keep their value. */
export type KeyChanges = Partial<KeyRestrictions & { readonly name: string }>;
export type SettingsChanges = Partial<PartnerSettings>;

/** The one change that a code confirms. Names are those at the time of the request. */
export type OtpAction =
  | { readonly purpose: 'create_api_key'; readonly key: NewKey }
  | { readonly purpose: 'update_api_key'; readonly keyId: string; readonly name: string; readonly changes: KeyChanges }
  | {
      readonly purpose: 'rotate_api_key';
      readonly keyId: string;
      readonly name: string;
      readonly graceSeconds: number;
      /** When the new key expires, epoch seconds; null: never. */
      readonly expiresAt: number | null;
    }
  | { readonly purpose: 'update_settings'; readonly changes: SettingsChanges }
  | { readonly purpose: 'update_legacy_token'; readonly changes: LegacyTokenSetting };

export type OtpPurpose = OtpAction['purpose'];

const PURPOSES: readonly OtpPurpose[] = [
  'create_api_key',
  'update_api_key',
  'rotate_api_key',
  'update_settings',
  'update_legacy_token',
];

/** Returns the name of the key for events about codes, or null if the action is not about a key. */
export function subjectOfAction(action: OtpAction): string | null {
  switch (action.purpose) {
    case 'create_api_key':
      return action.key.name;
    case 'update_api_key':
    case 'rotate_api_key':
      return action.name;
    case 'update_settings':
    case 'update_legacy_token':
      return null;
  }
}

/** Returns the same text for the same action, in whatever order its fields are. */
export function formatAction(action: OtpAction): string {
  return JSON.stringify(sorted(action));
}

/** Returns whether two sets of changes are the same. */
export function sameChanges<T extends KeyChanges | SettingsChanges | LegacyTokenSetting>(left: T, right: T): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

/**
 * Parses what `formatAction` wrote; returns null for anything else. The code's HMAC covers the text, so a text that was changed
 * is never carried out; this only has to recognize other shapes.
 */
export function parseAction(text: string): OtpAction | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const action = value as OtpAction;
  if (!PURPOSES.includes(action.purpose)) return null;
  const name = subjectOfAction(action);
  return name === null || DISPLAY_NAME.test(name) ? action : null;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, sorted(item)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
