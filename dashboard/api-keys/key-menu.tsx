import type { ApiKey } from '../../lambdas/http/management-api/schemas/api-keys.ts';
import { ActionMenu, type MenuAction } from '../elements/action-menu.tsx';
import { IconAdjustments, IconChartBar, IconPlayerPause, IconPlayerPlay, IconRefresh } from '../elements/icons.ts';
import { navigate } from '../navigation/location.ts';
import { usagePath } from '../navigation/pages.ts';
import { useHub, useResource } from '../state/hub.ts';

/** An action on a key that a dialog asks about. */
export interface KeyAction {
  readonly kind: 'change' | 'rotate' | 'disable' | 'enable' | 'delete';
  readonly keyId: string;
}

interface KeyMenuProps {
  readonly apiKey: ApiKey;
  /** How the key is named to the viewer. */
  readonly label: string;
  readonly onAction: (kind: KeyAction['kind']) => void;
}

/** Offers the actions on a key other than renaming and deleting. */
export function KeyMenu({ apiKey, label, onAction }: KeyMenuProps) {
  const hub = useHub();
  const { value: viewer } = useResource(hub.viewer);
  // Actions that take a code are refused then.
  const disabled = viewer?.partner.status === 'suspended';
  const rotate: MenuAction = { label: 'Rotate', Icon: IconRefresh, onSelect: () => onAction('rotate'), disabled };
  const enable: MenuAction = { label: 'Enable', Icon: IconPlayerPlay, onSelect: () => onAction('enable'), disabled };
  const actions: readonly MenuAction[] = [
    { label: 'Edit restrictions', Icon: IconAdjustments, onSelect: () => onAction('change') },
    ...(apiKey.rotated_to === null ? [rotate] : []),
    apiKey.status === 'disabled'
      ? enable
      : { label: 'Disable', Icon: IconPlayerPause, onSelect: () => onAction('disable') },
    { label: 'Usage', Icon: IconChartBar, onSelect: () => navigate(usagePath(apiKey.id)) },
  ];
  return <ActionMenu label={`Manage ${label}`} actions={actions} />;
}
