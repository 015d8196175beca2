/** The pages that have an address of their own, in the order of their tabs. */
export const PAGES = [
  { path: '/api-keys', title: 'API Keys' },
  { path: '/integration', title: 'Integration' },
  { path: '/security', title: 'Security' },
  { path: '/activity', title: 'Activity' },
] as const;

export type PagePath = (typeof PAGES)[number]['path'];

export const FIRST_PAGE: PagePath = '/api-keys';

/** The page at an address; null if there is none. A slash at its end makes no difference. */
export function pageAt(path: string): PagePath | null {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  return PAGES.find((page) => page.path === plain)?.path ?? null;
}
