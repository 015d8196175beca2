import { describe, expect, test } from '@jest/globals';
import { mapRequest } from '../../../local/gateway/request-mapping.ts';
import { callOf, UPSTREAM } from './fixtures.ts';

function mapped(url: string, rawHeaders: string[] = [], context: Record<string, string> = { partner_id: 'demoPA' }) {
  const call = callOf('GET', url, rawHeaders);
  call.authorizer = { principalId: 'someone', context };
  return mapRequest(call, UPSTREAM);
}

describe('what a client cannot do', () => {
  test('choose the partner in the path', () => {
    expect(mapped('/partners/otherPA/a')?.target).toBe('/v2/demoPA/a');
  });

  test('keep a mapped header, in any spelling', () => {
    const headers = mapped('/partners/p/a', [
      'x-partner-id',
      'otherPA',
      'X-PARTNER-ID',
      'otherPA',
      'X-Api-Key',
      'k',
    ])?.headers;

    expect(headers?.filter(([name]) => /^x-(partner-id|api-key)$/i.test(name))).toEqual([
      ['x-partner-id', 'demoPA'],
      ['x-api-key', 'redacted'],
    ]);
  });

  test('reach the upstream when a placeholder of the path has no value', () => {
    expect(mapped('/partners/p/a', [], {})).toBeNull();
  });
});

test('a mapping without a source is skipped, and the header of the client stays', () => {
  expect(mapped('/partners/p/a', ['x-absent', 'mine'])?.headers).toContainEqual(['x-absent', 'mine']);
});

test.each([
  'Connection',
  'Content-MD5',
  'Expect',
  'Max-Forwards',
  'Proxy-Authenticate',
  'Server',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
  'WWW-Authenticate',
  'Host',
])('%s is not forwarded', (name) => {
  expect(mapped('/partners/p/a', [name, 'x'])?.headers.map(([one]) => one)).not.toContain(name);
});

test.each([
  ['/partners/p/a%20b/c', '/v2/demoPA/a%20b/c'],
  ['/partners/p/a%2Fb', '/v2/demoPA/a/b'],
  ['/partners/p/a%3Fb%23c', '/v2/demoPA/a%3Fb%23c'],
  ['/partners/p/a/?q=%2B&q=a+b', '/v2/demoPA/a?q=%2B&q=a+b'],
])('%s goes upstream as %s', (url, target) => {
  expect(mapped(url)?.target).toBe(target);
});
