// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const FORBIDDEN_CHARACTERS = /[\\;\u0000-\u001f\u007f-\u009f]/;
const FORBIDDEN_ESCAPES = /%(?:2f|5c|25)/i;

/**
 * Returns the decoded segments of a path, or null if servers could read it in different ways: API Gateway decodes path
 * parameters before it forwards them, so the path that is checked and the path that is forwarded could differ. An encoded `%`
 * is refused, because a server behind the gateway might decode a second time.
 * @param path - as sent, without query
 */
export function normalPathSegments(path: string): readonly string[] | null {
  if (!path.startsWith('/') || FORBIDDEN_ESCAPES.test(path) || !isNormal(path)) return null;
  const decoded = decode(path);
  if (decoded === null || !isNormal(decoded)) return null;
  return withoutTrailingSlash(decoded).slice(1).split('/');
}

function isNormal(path: string): boolean {
  if (FORBIDDEN_CHARACTERS.test(path)) return false;
  if (path === '/') return true;
  return withoutTrailingSlash(path)
    .slice(1)
    .split('/')
    .every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Returns null for a `%` that starts no escape, and for escapes that are not UTF-8. */
function decode(path: string): string | null {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
