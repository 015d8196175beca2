import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Hub } from '../state/hub.ts';
import classes from './gate.module.css';
import { Wordmark } from './wordmark.tsx';

interface GateProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
}

/** Renders a page outside the hub with one message and one action. */
export function Gate({ title, text, children }: GateProps) {
  useEffect(() => {
    document.title = `${title} · Partner Hub`;
  }, [title]);
  return (
    <main className={classes.gate}>
      <div className={classes.card}>
        <Wordmark />
        <h1>{title}</h1>
        <p>{text}</p>
        <div className={classes.actions}>{children}</div>
      </div>
    </main>
  );
}

export function SignedOut({ hub }: { readonly hub: Hub }) {
  return (
    <Gate
      title="Manage your API keys"
      text="Create, see and delete the keys that your systems use to call the Partner API."
    >
      <SignInButton hub={hub} label="Sign in" />
    </Gate>
  );
}

export function SignInFailed({ hub }: { readonly hub: Hub }) {
  return (
    <Gate
      title="The sign-in was not completed"
      text="It was cancelled, took too long, or was already used. Start it again."
    >
      <SignInButton hub={hub} label="Sign in" />
    </Gate>
  );
}

export function Unavailable() {
  return (
    <Gate title="The Partner Hub cannot be reached" text="Check your connection, then try again.">
      <Button fullWidth size="md" onClick={() => window.location.reload()}>
        Try again
      </Button>
    </Gate>
  );
}

function SignInButton({ hub, label }: { readonly hub: Hub; readonly label: string }) {
  const [state, setState] = useState<'idle' | 'leaving' | 'failed'>('idle');

  async function signIn(): Promise<void> {
    setState('leaving');
    try {
      await hub.session.signIn({ path: '/', draft: null });
    } catch {
      setState('failed');
    }
  }

  return (
    <>
      <Button fullWidth size="md" loading={state === 'leaving'} onClick={() => void signIn()}>
        {label}
      </Button>
      <div role="alert" className={classes.failure}>
        {state === 'failed' && 'The sign-in page cannot be reached. Check your connection, then try again.'}
      </div>
    </>
  );
}
