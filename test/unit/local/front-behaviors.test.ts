import { describe, expect, test } from '@jest/globals';
import { createBehaviorMatcher } from '../../../local/front/behaviors.ts';
import type { BehaviorDefinition } from '../../../local/template/hub-definitions.ts';

function patternFor(path: string, ...patterns: string[]): string {
  const behaviors = [...patterns, '*'].map((pathPattern): BehaviorDefinition => {
    const origin = { type: 'bucket', bucketName: 'b', path: '' } as const;
    return { pathPattern, allowedMethods: new Set(), origin, viewerRequest: null, responseHeaders: null };
  });
  return createBehaviorMatcher(behaviors)(path).pathPattern;
}

describe('the pattern of a behavior', () => {
  test.each([
    ['/management', '/management/*'],
    ['/Management/v1', '/management/*'],
    ['/x/management/v1', '/management/*'],
    ['/managementx/v1', '/management/*'],
    ['/a.jpeg', '*.jp?'],
    ['/a/b', '/a.b'],
  ])('does not take %s for %s', (path, pattern) => {
    expect(patternFor(path, pattern)).toBe('*');
  });

  test.each([
    ['/management/', '/management/*'],
    ['/management/v1/session', '/management/*'],
    ['/management/v1', 'management/*'],
    ['/a/b.jpg', '*.jpg'],
    ['/a1', '/a?'],
  ])('takes %s for %s', (path, pattern) => {
    expect(patternFor(path, pattern)).toBe(pattern);
  });

  test('goes in the order of the template, not by how exact it is', () => {
    expect(patternFor('/a/b', '/a/*', '/a/b')).toBe('/a/*');
  });
});

// Otherwise a path could reach the API without the function that adds the viewer's IP address.
describe('the normal form of a path decides', () => {
  test.each(['/x/../management/v1', '/x/%2e%2E/management/v1', '/./management/v1', '/%6danagement/v1'])(
    '%s is for the API',
    (path) => {
      expect(patternFor(path, '/management/*')).toBe('/management/*');
    },
  );

  test.each(['/management/../config.json', '/management/..', '/management%2Fv1', '/management/v1/../..'])(
    '%s is not',
    (path) => {
      expect(patternFor(path, '/management/*')).toBe('*');
    },
  );
});
