import { CHECKS, type Check } from '../../lambdas/contract/refusal.ts';
import { isRefusalReason, REFUSALS } from '../../lambdas/contract/refusals.ts';
import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';

type CredentialType = NonNullable<Denial['seen']['credential']>['type'];

export interface CheckStep {
  readonly check: Check;
  /** What the check demands. */
  readonly demands: string;
  readonly result: 'passed' | 'failed' | 'not_reached';
}

const DEMANDS: Readonly<Record<Check, { readonly demands: string; readonly only?: CredentialType }>> = {
  request_form: { demands: 'Path and headers have the form they must have' },
  credential: { demands: 'The credential is known, and in force' },
  partner: { demands: 'The path names the credential’s partner, which is active' },
  legacy_switch: { demands: 'Legacy tokens are on', only: 'legacy_token' },
  key_status: { demands: 'The key is enabled', only: 'api_key' },
  expiry: { demands: 'The key has not ended', only: 'api_key' },
  address: { demands: 'The call comes from an allowed address' },
  scope: { demands: 'The key has the access that the call needs', only: 'api_key' },
};

/** The checks that the call went through, up to the one that failed, and those that it did not come to. */
export function checkSteps({ check: failed, seen: { credential } }: Pick<Denial, 'check' | 'seen'>): CheckStep[] {
  const made = CHECKS.filter((check) => {
    const { only } = DEMANDS[check];
    return only === undefined || credential === null || only === credential.type || check === failed;
  });
  const failedAt = made.indexOf(failed);
  return made.map((check, index) => ({
    check,
    demands: DEMANDS[check].demands,
    result: index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not_reached',
  }));
}

/** Why the call was refused, in few words. A newer API may know more reasons. */
export function refusalTitle({ reason }: Pick<Denial, 'reason'>): string {
  return isRefusalReason(reason) ? REFUSALS[reason].title : 'The call was refused';
}
