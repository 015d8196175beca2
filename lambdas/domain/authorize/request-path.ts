/** Decodings that a chain of servers behind the gateway may plausibly apply. */
const MAX_DECODINGS = 3;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
const FORBIDDEN_CHARACTERS = /[\\;\u0000-\u001f\u007f-\u009f]/;
const ENCODED_SEPARATORS = /%(?:2f|5c|25)/i;

/**
 * The decoded segments of a path in its normal form, or null if it has none that everybody would read alike: API
 * Gateway decodes path parameters before it forwards them, so what is judged and what is forwarded could differ.
 * `path` is the path as sent, without query.
 */
export function normalPathSegments(path: string): readonly string[] | null {
  if (!path.startsWith('/') || ENCODED_SEPARATORS.test(path)) return null;
  let current = path;
  for (let decodings = 0; decodings <= MAX_DECODINGS; decodings++) {
    if (!isNormal(current)) return null;
    const decoded = decode(current);
    if (decoded === null) return null;
    if (decoded === current) break;
    current = decoded;
  }
  return withoutTrailingSlash(decode(path) ?? path)
    .slice(1)
    .split('/');
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

/** null for a `%` that starts no escape, and for escapes that are not UTF-8. */
function decode(path: string): string | null {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
