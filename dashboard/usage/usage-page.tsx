import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { PageHeader } from '../elements/page-header.tsx';

const UsageFigures = lazy(() => import('./usage-figures.tsx'));

/** Its figures and charts are loaded when somebody looks at them. */
export function UsagePage() {
  return (
    <>
      <PageHeader
        title="Usage"
        description="Calls to the Partner API: with which credential, from where, and how they ended."
      />
      <Suspense fallback={<Skeleton height={320} radius="lg" />}>
        <UsageFigures />
      </Suspense>
    </>
  );
}
