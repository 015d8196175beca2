import type { ApiKeyStore } from '../api-keys/api-key-store.ts';
import { DependencyError } from '../base/dependency-error.ts';
import { isPartnerId } from '../model/api-key.ts';
import { auditEvent } from '../model/audit-event.ts';
import type { ApiKeyDetails } from '../model/records.ts';
import type { PartnerSettings } from '../model/restrictions.ts';
import { type SettingsChanges, sameChanges } from '../one-time-codes/otp-action.ts';
import type { PartnerStaff } from '../partners/partner-staff.ts';
import { settingsOf } from './change-settings.ts';
import type { SettingsStore } from './settings-store.ts';

/** What an operator does to the controls of a partner: no code is asked for, and the events name the operator. */

export interface OperatorControls {
  readonly keys: Pick<ApiKeyStore, 'list' | 'find' | 'update'>;
  readonly settings: SettingsStore;
  readonly staff: Pick<PartnerStaff, 'findPartner'>;
}

type Unknown = { readonly outcome: 'partner_unknown' };

/** Changes of the same record that come in between. */
const MAX_RACES = 8;
const OPERATOR = 'operator';

/** All that are not deleted, newest first; also those whose successor has taken over. */
export async function listKeysOf(
  { keys, staff }: OperatorControls,
  partnerId: string,
): Promise<Unknown | { readonly outcome: 'listed'; readonly keys: readonly ApiKeyDetails[] }> {
  if (!isPartnerId(partnerId) || (await staff.findPartner(partnerId)) === null) return { outcome: 'partner_unknown' };
  const all = await keys.list(partnerId);
  return { outcome: 'listed', keys: all.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) };
}

/** Ends what can be done with a key until somebody of the partner enables it, which takes a code. */
export async function disableApiKey(
  { keys }: OperatorControls,
  partnerId: string,
  keyId: string,
): Promise<{ readonly outcome: 'disabled' | 'unchanged' | 'not_found' }> {
  for (let race = 0; race < MAX_RACES; race++) {
    const before = isPartnerId(partnerId) ? await keys.find(partnerId, keyId) : null;
    if (before === null) return { outcome: 'not_found' };
    if (before.status === 'disabled') return { outcome: 'unchanged' };
    const event = auditEvent('api_key.disabled', { actor: OPERATOR, target: keyId, ip: null, nowMs: Date.now() });
    const after: ApiKeyDetails = { ...before, status: 'disabled' };
    if ((await keys.update(partnerId, before, after, null, event)) === 'updated') return { outcome: 'disabled' };
  }
  throw new DependencyError('dynamodb', 'The key kept changing.');
}

/** Changes nothing where nothing is to be different, and answers what holds then. */
export async function changeSettingsOf(
  { settings, staff }: OperatorControls,
  partnerId: string,
  changes: SettingsChanges,
): Promise<Unknown | { readonly outcome: 'changed' | 'unchanged'; readonly settings: PartnerSettings }> {
  for (let race = 0; race < MAX_RACES; race++) {
    const partner = isPartnerId(partnerId) ? await staff.findPartner(partnerId) : null;
    if (partner === null) return { outcome: 'partner_unknown' };
    const before = settingsOf(partner);
    const after = { ...before, ...changes };
    if (sameChanges(before, after)) return { outcome: 'unchanged', settings: before };
    const event = auditEvent('settings.updated', { actor: OPERATOR, target: null, ip: null, nowMs: Date.now() });
    if (await settings.update(partner, after, null, event)) return { outcome: 'changed', settings: after };
  }
  throw new DependencyError('dynamodb', 'The settings kept changing.');
}
