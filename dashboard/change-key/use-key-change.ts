import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import type { KeyChanges } from '../api/management-api.ts';
import { areMade } from '../restrictions/key-changes.ts';
import { useHub } from '../state/hub.ts';
import { type Change, useChange } from '../step-up/use-change.ts';

/** Changes one key. */
export function useKeyChange(keyId: string, onMade: (apiKey: ApiKey) => void): Change<KeyChanges> {
  const { api, apiKeys } = useHub();
  return useChange<KeyChanges, ApiKey>({
    challengeFor: (changes, channel) => ({ purpose: 'update_api_key', api_key_id: keyId, changes, channel }),
    send: (changes, presented) => api.updateApiKey(keyId, changes, presented),
    async current() {
      const { value, problem } = await apiKeys.load();
      return problem === null ? (value?.api_keys.find(({ id }) => id === keyId) ?? null) : null;
    },
    isMade: areMade,
    onMade(changed) {
      apiKeys.change((list) => ({
        ...list,
        api_keys: list.api_keys.map((key) => (key.id === changed.id ? changed : key)),
      }));
      onMade(changed);
    },
  });
}
