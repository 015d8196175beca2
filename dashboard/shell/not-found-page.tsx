import { PageHeader } from '../elements/page-header.tsx';
import { PageLink } from '../navigation/page-link.tsx';
import { FIRST_PAGE } from '../navigation/pages.ts';

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="There is no such page" description="The address may be mistyped or out of date." />
      <p>
        <PageLink href={FIRST_PAGE}>Go to your API keys</PageLink>
      </p>
    </>
  );
}
