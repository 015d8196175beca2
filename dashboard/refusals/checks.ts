import type { Denial } from '../../lambdas/http/management-api/schemas/denials.ts';

type Check = Denial['check'];
type CredentialType = NonNullable<Denial['seen']['credential']>['type'];

export interface CheckStep {
  readonly check: Check;
  /** What the check demands. */
  readonly demands: string;
  readonly result: 'passed' | 'failed' | 'not_reached';
}

/** In the order in which the gateway makes them. */
const CHECKS: readonly { readonly check: Check; readonly demands: string; readonly only?: CredentialType }[] = [
  { check: 'request_form', demands: 'Path and headers have the form they must have' },
  { check: 'credential', demands: 'The credential is known, and in force' },
  { check: 'partner', demands: 'The path names the credential’s partner, which is active' },
  { check: 'legacy_switch', demands: 'Legacy tokens are on', only: 'legacy_token' },
  { check: 'key_status', demands: 'The key is enabled', only: 'api_key' },
  { check: 'expiry', demands: 'The key has not ended', only: 'api_key' },
  { check: 'address', demands: 'The call comes from an allowed address' },
  { check: 'scope', demands: 'The key has the access that the call needs', only: 'api_key' },
];

/** The checks that the call went through, up to the one that failed, and those that it did not come to. */
export function checkSteps({ check: failed, seen: { credential } }: Pick<Denial, 'check' | 'seen'>): CheckStep[] {
  const made = CHECKS.filter(({ check, only }) => {
    return only === undefined || credential === null || only === credential.type || check === failed;
  });
  const failedAt = made.findIndex(({ check }) => check === failed);
  return made.map(({ check, demands }, index) => ({
    check,
    demands,
    result: index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not_reached',
  }));
}

const TITLES: Readonly<Record<string, string>> = {
  reserved_header: 'The request carried a header that only the gateway may set',
  invalid_path: 'The path was not in its normal form',
  wrong_header: 'An API key was sent in the wrong header',
  no_credential: 'The request carried no credential',
  credential_repeated: 'A credential header was sent more than once',
  api_key_malformed: 'What was sent as API key is none',
  api_key_environment: 'The API key is of another environment',
  api_key_unknown: 'There is no such API key',
  api_key_deleted: 'The API key was deleted',
  token_malformed: 'There was no Bearer token where one was expected',
  token_unknown: 'The Bearer token is not known',
  token_revoked: 'The Bearer token was revoked',
  token_expired: 'The Bearer token had expired',
  partner_mismatch: 'The path named another partner',
  partner_suspended: 'The partner was suspended',
  legacy_token_disabled: 'Legacy tokens were switched off',
  api_key_disabled: 'The API key was disabled',
  api_key_expired: 'The API key had ended',
  ip_not_allowed: 'The call came from an address that was not allowed',
  insufficient_scope: 'The API key did not have the access that the call needs',
};

/** Why the call was refused, in few words. A newer API may know more reasons. */
export function refusalTitle({ reason }: Pick<Denial, 'reason'>): string {
  return TITLES[reason] ?? 'The call was refused';
}
