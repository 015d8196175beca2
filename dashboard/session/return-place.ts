import { pageAt } from '../navigation/pages.ts';
import { type Draft, parseDraft } from './draft.ts';

/** Where somebody was when a sign-in became necessary. Kept beside the sign-in, never in an address. */
export interface ReturnPlace {
  readonly path: string;
  readonly draft: Draft | null;
}

const START: ReturnPlace = { path: '/', draft: null };

/** Reads what was kept. Anything that could lead elsewhere, or back to the sign-in itself, becomes the start page. */
export function parseReturnPlace(value: unknown): ReturnPlace {
  if (typeof value !== 'object' || value === null) return START;
  const { path, draft } = value as Readonly<Record<string, unknown>>;
  return {
    path: typeof path === 'string' && isPlace(path) ? path : START.path,
    draft: parseDraft(draft),
  };
}

/** A page, or an address that was mistyped, which then says so. */
function isPlace(path: string): boolean {
  return pageAt(path) !== null || (/^\/[a-z-]*$/.test(path) && path !== '/callback');
}
