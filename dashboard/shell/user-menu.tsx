import { Button, SegmentedControl, Skeleton, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { IconChevronDown, IconLogout } from '../elements/icons.ts';
import { PageLink } from '../navigation/page-link.tsx';
import { NOTICES_PAGE } from '../navigation/pages.ts';
import { useHub } from '../state/hub.ts';
import { SignOutEverywhere } from './sign-out-everywhere.tsx';
import classes from './user-menu.module.css';

/** @param email - null while unknown */
export function UserMenu({ email }: { readonly email: string | null }) {
  const [opened, setOpened] = useState(false);
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  const menu = useClickOutside<HTMLDivElement>(() => setOpened(false));

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !opened) return;
    setOpened(false);
    button.current?.focus();
  }

  function closeOnLeaving({ currentTarget, relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpened(false);
  }

  // The button that opened the dialog is hidden with the menu.
  function stopAsking(): void {
    setAsking(false);
    button.current?.focus();
  }

  if (email === null) return <Skeleton width={160} height={36} ml="auto" />;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what bubbles up from the controls inside is handled here */}
      <div ref={menu} className={classes.menu} onKeyDown={closeOnEscape} onBlur={closeOnLeaving}>
        <UnstyledButton
          ref={button}
          className={classes.button}
          aria-label={`Account ${email}`}
          aria-expanded={opened}
          aria-controls={panelId}
          onClick={() => setOpened(!opened)}
        >
          <span>{email}</span>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
        <div id={panelId} className={classes.panel} hidden={!opened}>
          <AccountPanel email={email} onLeave={() => setOpened(false)} onSignOutEverywhere={() => setAsking(true)} />
        </div>
      </div>
      <SignOutEverywhere opened={asking} onClose={stopAsking} />
    </>
  );
}

interface AccountPanelProps {
  readonly email: string;
  readonly onLeave: () => void;
  readonly onSignOutEverywhere: () => void;
}

function AccountPanel({ email, onLeave, onSignOutEverywhere }: AccountPanelProps) {
  const { session, otherTabs } = useHub();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const appearance = useId();

  async function signOut(): Promise<void> {
    otherTabs.notify('signed_out');
    await session.signOut();
  }

  return (
    <>
      <p className={classes.email}>{email}</p>
      <Text id={appearance} size="xs" c="dimmed" mb={6}>
        Appearance
      </Text>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={appearance}
        data={[
          { value: 'auto', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
      />
      <PageLink href={NOTICES_PAGE} className={classes.link} onClick={onLeave}>
        E-mail notices
      </PageLink>
      <Button
        fullWidth
        variant="default"
        mt="md"
        leftSection={<IconLogout size={17} aria-hidden />}
        onClick={() => void signOut()}
      >
        Sign out
      </Button>
      <Button
        fullWidth
        variant="subtle"
        mt="xs"
        onClick={() => {
          onLeave();
          onSignOutEverywhere();
        }}
      >
        Sign out everywhere
      </Button>
    </>
  );
}
