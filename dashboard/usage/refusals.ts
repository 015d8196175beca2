import { REFUSALS } from '../../lambdas/contract/refusals.ts';
import type { Usage } from '../../lambdas/http/management-api/schemas/usage.ts';

/** For a reason of a newer API. */
const UNKNOWN = 'The call was refused.';
const MEANINGS = new Map<string, string>(
  Object.entries(REFUSALS).flatMap(([reason, refusal]) => ('meaning' in refusal ? [[reason, refusal.meaning]] : [])),
);

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
    .map(([code, total]) => ({ code, total, meaning: MEANINGS.get(code) ?? UNKNOWN }))
    .sort((a, b) => b.total - a.total || a.code.localeCompare(b.code));
}
