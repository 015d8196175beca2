import type { LegacyToken } from '../../lambdas/http/management-api/schemas/legacy-token.ts';
import type { LegacyTokenChanges } from '../api/management-api.ts';
import { useHub } from '../state/hub.ts';
import { type Change, useChange } from '../step-up/use-change.ts';
import { isLegacyChangeMade } from './legacy-changes.ts';

/** Changes whether, and until when, legacy tokens are accepted. */
export function useLegacyChange(onMade: (legacyToken: LegacyToken) => void): Change<LegacyTokenChanges> {
  const { api, legacyToken } = useHub();
  return useChange<LegacyTokenChanges, LegacyToken>({
    challengeFor: (changes, channel) => ({ purpose: 'update_legacy_token', changes, channel }),
    send: (changes, presented) => api.setLegacyToken(changes, presented),
    async current() {
      const { value, problem } = await legacyToken.load();
      return problem === null ? value : null;
    },
    isMade: isLegacyChangeMade,
    onMade(changed) {
      legacyToken.change((before) => ({ ...before, ...changed }));
      onMade(changed);
    },
  });
}
