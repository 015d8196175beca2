import { isRequestId } from './request-id.ts';

/** The pages that have tabs, in their order. */
export const PAGES = [
  { path: '/api-keys', title: 'API Keys' },
  { path: '/integration', title: 'Integration' },
  { path: '/usage', title: 'Usage' },
  { path: '/security', title: 'Security' },
  { path: '/activity', title: 'Activity' },
] as const;

/** Linked from the account menu. */
export const NOTICES_PAGE = '/notices';

/** Why a call was refused; linked from the usage page. */
export const REFUSALS_PAGE = '/denials';

/** The page with the switch for legacy tokens. */
export const LEGACY_PAGE = '/integration';

export type PagePath = (typeof PAGES)[number]['path'] | typeof NOTICES_PAGE | typeof REFUSALS_PAGE;

/** The page where keys are listed and created. */
export const KEYS_PAGE = '/api-keys';

export const FIRST_PAGE: PagePath = KEYS_PAGE;

/** Returns the page at a path, or null. Ignores a trailing slash. */
export function pageAt(path: string): PagePath | null {
  const plain = withoutLastSlash(path);
  if (plain === NOTICES_PAGE) return NOTICES_PAGE;
  if (plain === REFUSALS_PAGE || refusedRequest(plain) !== null) return REFUSALS_PAGE;
  if (keySetting(plain) !== null) return KEYS_PAGE;
  if (usageCredential(plain) !== null) return '/usage';
  return PAGES.find((page) => page.path === plain)?.path ?? null;
}

/** Returns the tab of a page, or null for a page without one. */
export function tabOf(page: PagePath): PagePath | null {
  if (page === NOTICES_PAGE) return null;
  return page === REFUSALS_PAGE ? '/usage' : page;
}

const USAGE_OF = /^\/usage\/([\w-]+)$/;

/** Returns the path of a credential's usage, or of all credentials' for null. */
export function usagePath(credential: string | null): string {
  return credential === null ? '/usage' : `/usage/${credential}`;
}

/** Returns whose usage a path shows: a key's ID, `legacy`, `unknown`, or null for all. */
export function usageCredential(path: string): string | null {
  return USAGE_OF.exec(withoutLastSlash(path))?.[1] ?? null;
}

/** Returns the path of a refusal's explanation. */
export function refusalPath(requestId: string): string {
  return `${REFUSALS_PAGE}/${encodeURIComponent(requestId).replaceAll('%3D', '=')}`;
}

/** Returns the ID of the refused request in a path, or null. */
export function refusedRequest(path: string): string | null {
  if (!path.startsWith(`${REFUSALS_PAGE}/`)) return null;
  const requestId = withoutLastSlash(path)
    .slice(REFUSALS_PAGE.length + 1)
    .replaceAll(/%(3D|2F|2B)/gi, decodeURIComponent);
  return isRequestId(requestId) ? requestId : null;
}

/** A dialog about a key that has its own path. */
export interface KeySetting {
  readonly keyId: string;
  readonly kind: 'change' | 'enable';
}

const SETTING_OF = /^\/api-keys\/([0-9A-Za-z]{12})\/(change|enable)$/;

/** Returns the path that opens a key's settings or asks whether to enable it. */
export function keySettingPath({ keyId, kind }: KeySetting): string {
  return `/api-keys/${keyId}/${kind}`;
}

export function keySetting(path: string): KeySetting | null {
  const [, keyId, kind] = SETTING_OF.exec(withoutLastSlash(path)) ?? [];
  if (keyId === undefined || (kind !== 'change' && kind !== 'enable')) return null;
  return { keyId, kind };
}

function withoutLastSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
