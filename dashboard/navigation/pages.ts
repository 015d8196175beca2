/** The pages that have tabs, in their order. */
export const PAGES = [
  { path: '/api-keys', title: 'API Keys' },
  { path: '/integration', title: 'Integration' },
  { path: '/usage', title: 'Usage' },
  { path: '/security', title: 'Security' },
  { path: '/activity', title: 'Activity' },
] as const;

/** The page that the account's menu leads to. */
export const NOTICES_PAGE = '/notices';

export type PagePath = (typeof PAGES)[number]['path'] | typeof NOTICES_PAGE;

export const FIRST_PAGE: PagePath = '/api-keys';

/** The page at an address; null if there is none. A slash at its end makes no difference. */
export function pageAt(path: string): PagePath | null {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  if (plain === NOTICES_PAGE) return NOTICES_PAGE;
  if (usageCredential(plain) !== null) return '/usage';
  return PAGES.find((page) => page.path === plain)?.path ?? null;
}

const USAGE_OF = /^\/usage\/([\w-]+)$/;

/** The address of a credential's usage; that of all credentials for null. */
export function usagePath(credential: string | null): string {
  return credential === null ? '/usage' : `/usage/${credential}`;
}

/** Whose usage an address shows: a key's ID, `legacy` or `unknown`; null if it names none. */
export function usageCredential(path: string): string | null {
  return USAGE_OF.exec(path)?.[1] ?? null;
}
