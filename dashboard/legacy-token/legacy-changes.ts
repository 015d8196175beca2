import { broadensLegacyTokens } from '../../lambdas/domain/model/legacy-token-state.ts';
import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { LegacyTokenChanges } from '../api/management-api.ts';
import type { ChangeLine } from '../restrictions/key-changes.ts';
import { exactTime } from '../time/moments.ts';

type Position = Pick<LegacyToken, 'enabled' | 'off_at'>;

/**
 * Describes a change of legacy tokens and whether it takes a code; empty if nothing changes. The API decides; this predicts it
 * by the same rule.
 *
 * @param now - epoch milliseconds
 */
export function describeLegacyChange(before: Position, changes: LegacyTokenChanges, now: number): ChangeLine[] {
  if (isLegacyChangeMade(before, changes)) return [];
  const state = { legacyTokenEnabled: before.enabled, legacyTokenOffAt: secondsOf(before.off_at) };
  const after = { enabled: changes.enabled, offAt: secondsOf(changes.off_at) };
  const broadens = broadensLegacyTokens(state, after, Math.floor(now / 1000));
  return [
    {
      what: 'Legacy tokens',
      parts: [{ text: inWords(changes), was: inWords(before) }],
      broadens: broadens ? `they work ${before.enabled ? 'longer' : 'again'}` : null,
    },
  ];
}

export function isLegacyChangeMade({ enabled, off_at }: Position, changes: LegacyTokenChanges): boolean {
  return enabled === changes.enabled && secondsOf(off_at) === secondsOf(changes.off_at);
}

function inWords({ enabled, off_at }: LegacyTokenChanges): string {
  if (!enabled) return 'Off';
  return typeof off_at === 'string' ? `On until ${exactTime(Date.parse(off_at))}` : 'On';
}

function secondsOf(time: string | null | undefined): number | null {
  return typeof time === 'string' ? Math.floor(Date.parse(time) / 1000) : null;
}
