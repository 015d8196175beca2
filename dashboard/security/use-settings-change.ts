import { notifications } from '@mantine/notifications';
import type { Settings } from '../../lambdas/http/schemas/settings.ts';
import type { SettingsChanges } from '../api/management-api.ts';
import { areSettingsMade } from '../restrictions/key-changes.ts';
import { useHub } from '../state/hub.ts';
import { type Change, useChange } from '../step-up/use-change.ts';

/** Changes of what holds for all credentials. */
export function useSettingsChange(onMade: () => void): Change<SettingsChanges> {
  const hub = useHub();
  return useChange<SettingsChanges, Settings>({
    challengeFor: (changes, channel) => ({ purpose: 'update_settings', changes, channel }),
    send: (changes, presented) => hub.api.updateSettings(changes, presented),
    async current() {
      const { value, problem } = await hub.settings.load();
      return problem === null ? value : null;
    },
    isMade: areSettingsMade,
    onMade(changed) {
      hub.settings.change(() => changed);
      notifications.show({ color: 'teal', title: 'The setting is changed', message: 'It holds from now on.' });
      onMade();
    },
  });
}
