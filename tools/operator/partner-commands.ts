import type { PartnerSettings } from '../../lambdas/domain/model/restrictions.ts';
import type { SettingsChanges } from '../../lambdas/domain/one-time-codes/otp-action.ts';
import { createPartner, setPartnerStatus } from '../../lambdas/domain/partners/manage-partners.ts';
import { changeSettingsOf } from '../../lambdas/domain/settings/operate-settings.ts';
import { OperatorError } from './operator-error.ts';
import type { OperatorPorts } from './ports.ts';

/** Commands about partners. Each returns what is printed, and throws an OperatorError or a DependencyError. */

export interface NewPartnerOptions {
  readonly legacyToken?: boolean;
}

export async function addPartner(
  { registry }: OperatorPorts,
  partnerId: string,
  name: string,
  { legacyToken: legacyTokenEnabled = false }: NewPartnerOptions,
): Promise<string> {
  const result = await createPartner(registry, partnerId, name, { legacyTokenEnabled });
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'exists':
      throw new OperatorError(`The partner ${partnerId} already exists.`);
    case 'created':
      return `Created the partner ${partnerId}. Its legacy tokens are ${legacyTokenEnabled ? 'on' : 'off'}.`;
  }
}

export async function changeStatus(
  { registry }: OperatorPorts,
  partnerId: string,
  status: 'active' | 'suspended',
): Promise<string> {
  const result = await setPartnerStatus(registry, partnerId, status);
  switch (result.outcome) {
    case 'invalid':
      throw new OperatorError(result.detail);
    case 'partner_unknown':
      throw new OperatorError(`There is no partner ${partnerId}.`);
    case 'unchanged':
      throw new OperatorError(`The partner ${partnerId} is already ${status}; nothing was changed.`);
    case 'changed':
      return status === 'suspended' ? `Suspended the partner ${partnerId}.` : `Reactivated the partner ${partnerId}.`;
  }
}

/** Shows the settings if there is nothing to change. */
export async function partnerSettings(
  { controls }: OperatorPorts,
  partnerId: string,
  changes: SettingsChanges,
): Promise<string> {
  const result = await changeSettingsOf(controls, partnerId, changes);
  if (result.outcome === 'partner_unknown') throw new OperatorError(`There is no partner ${partnerId}.`);
  if (result.outcome === 'unchanged' && Object.keys(changes).length > 0) {
    throw new OperatorError(`The partner ${partnerId} already has these settings; nothing was changed.`);
  }
  const lead = result.outcome === 'changed' ? 'Changed the settings of the partner' : 'Settings of the partner';
  return `${lead} ${partnerId}:\n${describeSettings(result.settings)}`;
}

function describeSettings({ allowedIps, maxKeyLifetimeDays }: PartnerSettings): string {
  return [
    `  calls from    ${allowedIps.length === 0 ? 'any IP address' : allowedIps.join(', ')}`,
    `  key lifetime  ${maxKeyLifetimeDays === null ? 'without limit' : `at most ${maxKeyLifetimeDays} days`}`,
  ].join('\n');
}
