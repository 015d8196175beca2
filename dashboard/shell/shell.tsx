import type { ReactNode } from 'react';
import type { Session } from '../../lambdas/http/management-api/schemas/session.ts';
import { PageLink } from '../navigation/page-link.tsx';
import { PAGES, type PagePath, tabOf } from '../navigation/pages.ts';
import classes from './shell.module.css';
import { SuspendedNotice } from './shell-notices.tsx';
import { UserMenu } from './user-menu.tsx';
import { Wordmark } from './wordmark.tsx';

interface ShellProps {
  readonly viewer: Session | null;
  readonly page: PagePath | null;
  readonly children: ReactNode;
}

/** Surrounds every page with the viewer's identity and the navigation. */
export function Shell({ viewer, page, children }: ShellProps) {
  return (
    <>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <PageLink href={PAGES[0].path} className={classes.home}>
            <Wordmark />
          </PageLink>
          <span className={classes.partner}>{viewer?.partner.name}</span>
          <UserMenu email={viewer?.user.email ?? null} />
        </div>
        <nav className={classes.tabs} aria-label="Pages">
          {PAGES.map(({ path, title }) => (
            <PageLink key={path} href={path} className={classes.tab} aria-current={currentness(path, page)}>
              {title}
            </PageLink>
          ))}
        </nav>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        {viewer?.partner.status === 'suspended' && <SuspendedNotice />}
        {children}
      </main>
    </>
  );
}

function currentness(tab: PagePath, page: PagePath | null): 'page' | 'true' | undefined {
  if (tab === page) return 'page';
  return page !== null && tabOf(page) === tab ? 'true' : undefined;
}
