import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';

/** What each code of a refusal means, and what to do. */
const MEANINGS: Readonly<Record<string, string>> = {
  ip_not_allowed: 'The call came from an address that is not on the list: add the address, or call from one on it.',
  insufficient_scope: 'The key does not have the scope that the call needs: widen its access, or send another key.',
  legacy_token_disabled: 'Legacy tokens are switched off: send an API key.',
  partner_mismatch: 'The path names another partner: use the Partner ID of the credential.',
  partner_suspended: 'This partner is suspended: ask your platform contact.',
  api_key_disabled: 'The key is disabled: enable it, or send another one.',
  api_key_expired: 'The key has ended: generate a new one.',
  api_key_deleted: 'The key was deleted: a system still sends it.',
  api_key_unknown:
    'There is no such key, or its secret is another one: send the key exactly as it was shown, or generate a new one.',
  api_key_environment: 'The key belongs to another environment: send one that was generated here.',
  token_revoked:
    'The legacy token was revoked, with its user or by newer tokens: get a new one, or change to an API key.',
  token_expired: 'The legacy token has expired: get a new one, or change to an API key.',
};

export interface Refusals {
  readonly code: string;
  readonly total: number;
  readonly meaning: string;
}

/** Refusals of all days by their code, most frequent first. */
export function refusalsOf({ days }: Usage): readonly Refusals[] {
  const totals = new Map<string, number>();
  for (const { refused } of days) {
    for (const [code, count] of Object.entries(refused)) totals.set(code, (totals.get(code) ?? 0) + count);
  }
  return [...totals]
    .map(([code, total]) => ({ code, total, meaning: MEANINGS[code] ?? 'The call was refused.' }))
    .sort((a, b) => b.total - a.total || a.code.localeCompare(b.code));
}
