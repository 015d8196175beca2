import type { BehaviorDefinition } from '../template/hub-definitions.ts';

/**
 * Finds the first behavior whose pattern matches, in the template's order. Patterns are matched against the normal form of
 * the path (RFC 3986, 6.2.2), while the origin gets the path as it was sent.
 */
export function createBehaviorMatcher(behaviors: readonly BehaviorDefinition[]): (path: string) => BehaviorDefinition {
  const patterns = behaviors.map((behavior) => ({ behavior, expression: expressionOf(behavior.pathPattern) }));
  return (path) => {
    const normal = normalPath(path);
    const found = patterns.find(({ expression }) => expression.test(normal));
    if (found === undefined) throw new Error('The last behavior must match every path.');
    return found.behavior;
  };
}

/** `*` matches any number of characters, `?` one; case matters; a leading slash is optional. */
function expressionOf(pattern: string): RegExp {
  const complete = pattern.startsWith('/') ? pattern : `/${pattern}`;
  const expression = complete
    .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's');
}

function normalPath(path: string): string {
  const decoded = path.replaceAll(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : encoded.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    // A path that ends in a dot segment names a directory.
    if (index === segments.length - 1 && (segment === '.' || segment === '..')) kept.push('');
  }
  return `/${kept.join('/')}`;
}
