import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { PageHeader } from '../elements/page-header.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { REFUSALS_PAGE } from '../navigation/pages.ts';

const UsageFigures = lazy(() => import('./usage-figures.tsx'));

/** Loads the figures and charts on demand. */
export function UsagePage() {
  return (
    <>
      <PageHeader
        title="Usage"
        description="Calls to the Partner API: with which credential, from where, and how they ended."
        action={<PageLink href={REFUSALS_PAGE}>Why was my call refused?</PageLink>}
      />
      <Suspense fallback={<Skeleton height={320} radius="lg" />}>
        <UsageFigures />
      </Suspense>
    </>
  );
}
