import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { PageHeader } from '../elements/page-header.tsx';

const RefusalExplainer = lazy(() => import('./refusal-explainer.tsx'));

/** Loaded on demand, because few viewers need it. */
export function RefusalsPage() {
  return (
    <>
      <PageHeader
        title="Why was my call refused?"
        description="See which check refused a call, why, and how to fix it. Refusals of the last 30 days."
      />
      <Suspense fallback={<Skeleton height={180} radius="lg" />}>
        <RefusalExplainer />
      </Suspense>
    </>
  );
}
