import { useEffect, useState } from 'react';
import { ActivityPage } from './activity/activity-page.tsx';
import { ApiKeysPage } from './api-keys/api-keys-page.tsx';
import { ErrorBoundary } from './elements/error-boundary.tsx';
import { IntegrationPage } from './integration/integration-page.tsx';
import { navigate, usePath } from './navigation/location.ts';
import { FIRST_PAGE, type PagePath, pageAt } from './navigation/pages.ts';
import { NoticesPage } from './notices/notices-page.tsx';
import { RefusalsPage } from './refusals/refusals-page.tsx';
import { SecurityPage } from './security/security-page.tsx';
import { AccountProblem } from './shell/account-problem.tsx';
import { SignedOut } from './shell/gate.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { SessionEnded } from './shell/shell-notices.tsx';
import { useHub, useResource } from './state/hub.ts';
import { UsagePage } from './usage/usage-page.tsx';

const CONTENT: Readonly<Record<PagePath, () => React.ReactNode>> = {
  '/api-keys': ApiKeysPage,
  '/integration': IntegrationPage,
  '/usage': UsagePage,
  '/security': SecurityPage,
  '/activity': ActivityPage,
  '/notices': NoticesPage,
  '/denials': RefusalsPage,
};

/** Renders the hub for a signed-in user. */
export function SignedIn() {
  const hub = useHub();
  const path = usePath();
  const viewer = useResource(hub.viewer);
  const [signedOut, setSignedOut] = useState(false);
  const page = pageAt(path);

  useEffect(() => {
    if (path === '/') navigate(FIRST_PAGE, { replace: true });
  }, [path]);

  useEffect(
    () =>
      hub.otherTabs.onMessage((message) => {
        if (message !== 'signed_out') return;
        void hub.session.forget().then(() => setSignedOut(true));
      }),
    [hub],
  );

  if (signedOut) return <SignedOut hub={hub} />;
  // Without a viewer there is nothing to show; later failures keep what is shown.
  if (viewer.problem !== null && viewer.value === null) return <AccountProblem problem={viewer.problem} />;

  const Content = page === null ? NotFoundPage : CONTENT[page];
  return (
    <Shell viewer={viewer.value} page={page}>
      <SessionEnded />
      <ErrorBoundary key={page ?? path}>
        <Content />
      </ErrorBoundary>
    </Shell>
  );
}
