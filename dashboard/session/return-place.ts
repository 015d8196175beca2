import { pageAt } from '../navigation/pages.ts';
import { type Draft, parseDraft } from './draft.ts';

/** Where the viewer was when a sign-in became necessary. Stored with the sign-in, never in a URL. */
export interface ReturnPlace {
  readonly path: string;
  readonly draft: Draft | null;
}

const START: ReturnPlace = { path: '/', draft: null };

/** Reads a stored place. Anything that could lead elsewhere, or back to the sign-in, becomes the start page. */
export function parseReturnPlace(value: unknown): ReturnPlace {
  if (typeof value !== 'object' || value === null) return START;
  const { path, draft } = value as Readonly<Record<string, unknown>>;
  return {
    path: typeof path === 'string' && isPlace(path) ? path : START.path,
    draft: parseDraft(draft),
  };
}

/** A page, or a mistyped path, which then shows that there is no such page. */
function isPlace(path: string): boolean {
  return pageAt(path) !== null || (/^\/[a-z-]*$/.test(path) && path !== '/callback');
}
