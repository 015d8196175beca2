import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalPathSegments } from '../../../../lambdas/domain/authorize/request-path.ts';

// If one of these passed, a path could be judged as one resource and forwarded as another.
describe('normalPathSegments refuses', () => {
  it.each([
    '',
    'api',
    '//',
    '/a//b',
    '/a/b//',
    '//a',
    '/./a',
    '/a/.',
    '/a/..',
    '/../a',
    '/a/../b',
    '/%2e/a',
    '/a/%2e%2e/b',
    '/a/.%2E/b',
    '/a/%252e%252e/b',
    '/a/%25252e%25252e/b',
    '/a%2fb',
    '/a%2Fb',
    '/a%252fb',
    '/a%25252fb',
    '/a%5cb',
    '/a%255Cb',
    '/a\\b',
    '/a%25',
    '/a%2525',
    '/a;b',
    '/a;v=1/b',
    '/a%3bb',
    '/a%253Bb',
    '/a%00',
    '/a%0a',
    '/a%0D%0Ab',
    '/a%7f',
    '/a%C2%85b',
    '/a\u0000b',
    '/a%',
    '/a%2',
    '/a%zz',
    '/a%ff',
    '/a%c0%af',
  ])('%j', (path) => {
    expect(normalPathSegments(path)).toBeNull();
  });
});

describe('normalPathSegments reads', () => {
  it.each([
    ['/', ['']],
    ['/a', ['a']],
    ['/a/', ['a']],
    ['/api/v2/partners/demoPA/clients', ['api', 'v2', 'partners', 'demoPA', 'clients']],
    ['/a/%64emo', ['a', 'demo']],
    ['/a/b%20c', ['a', 'b c']],
    ['/a/%C3%A4', ['a', 'ä']],
    ['/a/...', ['a', '...']],
    ['/a/.well-known', ['a', '.well-known']],
    ['/a/b+c:d@e,f=g', ['a', 'b+c:d@e,f=g']],
    ['/a/%2B', ['a', '+']],
  ])('%j', (path, segments) => {
    expect(normalPathSegments(path)).toEqual(segments);
  });

  it('whatever it reads has no segment that means something to a server', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('/', '.', '..', '%2e', '%2f', '%25', '\\', ';', '%5c', 'a'), fc.string()), {
          maxLength: 12,
        }),
        (parts) => {
          const segments = normalPathSegments(`/${parts.join('')}`);
          for (const segment of segments ?? []) {
            if (segments?.length !== 1) expect(segment).not.toBe('');
            expect(['.', '..']).not.toContain(segment);
            expect(segment).not.toMatch(/[\\/;%]/);
          }
        },
      ),
    );
  });
});
