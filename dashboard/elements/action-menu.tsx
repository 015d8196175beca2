import { ActionIcon } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import classes from './action-menu.module.css';
import { IconDots, type IconKey } from './icons.ts';

export interface MenuAction {
  readonly label: string;
  readonly Icon: typeof IconKey;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
}

interface ActionMenuProps {
  /** What the actions are about. */
  readonly label: string;
  readonly actions: readonly MenuAction[];
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Follows the WAI-ARIA menu button pattern: arrow keys move, Escape closes and returns the focus to the button. */
export function ActionMenu({ label, actions }: ActionMenuProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const around = useClickOutside<HTMLDivElement>(() => setOpened(false));

  useEffect(() => {
    if (opened) items(menu.current)[0]?.focus();
  }, [opened]);

  function close(): void {
    setOpened(false);
    button.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!opened) return;
    if (event.key === 'Escape') close();
    const all = items(menu.current);
    const next = STEPS[event.key]?.(all.indexOf(document.activeElement as HTMLElement), all.length);
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  }

  function closeOnLeaving({ currentTarget, relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpened(false);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what bubbles up from the controls inside is handled here
    <div ref={around} className={classes.around} onKeyDown={onKeyDown} onBlur={closeOnLeaving}>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        title="Manage"
        aria-haspopup="menu"
        aria-expanded={opened}
        aria-controls={opened ? id : undefined}
        onClick={() => setOpened(!opened)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || opened) return;
          event.preventDefault();
          setOpened(true);
        }}
      >
        <IconDots size={19} aria-hidden />
      </ActionIcon>
      {opened && (
        <div ref={menu} id={id} role="menu" aria-label={label} className={classes.menu}>
          {actions.map(({ label: name, Icon, onSelect, disabled = false }) => (
            <button
              key={name}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={disabled || undefined}
              className={classes.item}
              onClick={() => {
                if (disabled) return;
                // A dialog returns the focus to the element that had it, and the menu will be gone by then.
                close();
                onSelect();
              }}
            >
              <Icon size={17} aria-hidden />
              {name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}
