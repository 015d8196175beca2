import { describe, expect, test } from '@jest/globals';
import { readBucket } from '../../../local/front/bucket-origin.ts';
import { originHeaders } from '../../../local/front/http-origin.ts';
import type { HeaderList } from '../../../local/servers/header-list.ts';

const ORIGIN = {
  domainName: 'abc.execute-api.eu-central-1.amazonaws.com',
  headers: [['x-origin-secret', 'right']] as const,
};

function sentTo(origin: typeof ORIGIN, headers: HeaderList): Map<string, string[]> {
  const request = { method: 'GET', uri: '/', rawQuery: '', headers, viewerIp: '192.0.2.7', requestId: 'request' };
  const values = new Map<string, string[]>();
  for (const [name, value] of originHeaders(request, origin)) {
    values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), value]);
  }
  return values;
}

describe('an HTTP origin gets', () => {
  // The Management API trusts a caller with the secret as the distribution.
  test('the header of the distribution and no other of that name', () => {
    const headers = sentTo(ORIGIN, [
      ['X-Origin-Secret', 'guessed'],
      ['x-origin-secret', 'again'],
    ]);

    expect(headers.get('x-origin-secret')).toEqual(['right']);
  });

  // API Gateway finds the API by it.
  test('its own name as the host', () => {
    expect(sentTo(ORIGIN, [['Host', 'hub.example']]).get('host')).toEqual([ORIGIN.domainName]);
  });

  test('the IP address of the viewer after those that the viewer claims', () => {
    const headers = sentTo(ORIGIN, [
      ['X-Forwarded-For', '203.0.113.1'],
      ['Via', '1.1 other'],
    ]);

    expect(headers.get('x-forwarded-for')).toEqual(['203.0.113.1, 192.0.2.7']);
    expect(headers.get('via')).toEqual([expect.stringMatching(/^1\.1 other, .*CloudFront/)]);
  });

  test('what else the viewer sends, repeated or not', () => {
    const headers = sentTo(ORIGIN, [
      ['Authorization', 'Bearer a'],
      ['authorization', 'Bearer b'],
      ['Content-Type', 'application/json'],
      ['Cookie', 'a=1'],
      ['x-viewer-ip', '192.0.2.7'],
    ]);

    expect(headers.get('authorization')).toEqual(['Bearer a', 'Bearer b']);
    expect(headers.get('content-type')).toEqual(['application/json']);
    expect(headers.get('cookie')).toEqual(['a=1']);
    expect(headers.get('x-viewer-ip')).toEqual(['192.0.2.7']);
  });

  test.each([
    'Connection',
    'Expect',
    'Keep-Alive',
    'Proxy-Authorization',
    'TE',
    'Trailer',
    'Upgrade',
    'X-Edge-Location',
    'X-Forwarded-Proto',
    'X-HTTP-Method-Override',
    'X-Real-IP',
  ])('no %s', (name) => {
    expect(sentTo(ORIGIN, [[name, 'a']]).has(name.toLowerCase())).toBe(false);
  });
});

describe('a bucket responds with', () => {
  const page = { headers: [['Content-Type', 'text/html']] as const, etag: '"1"', body: Buffer.from('page') };
  const objects = new Map([
    ['index.html', page],
    ['pages/ä b.html', page],
  ]);
  const read = (uri: string, headers: HeaderList = [], path = '') =>
    readBucket(objects, path, { method: 'GET', uri, rawQuery: 'ignored', headers, viewerIp: '', requestId: 'request' });

  // A reader who may not list a bucket must not learn which objects are missing.
  test.each(['/missing', '/', '/INDEX.html', '/index.html/', '//index.html', '/pages'])(
    "403 with S3's document where nothing is: %s",
    (uri) => {
      const { status, headers, body } = read(uri);

      expect(status).toBe(403);
      expect(headers).toContainEqual(['Content-Type', 'application/xml']);
      expect(body.toString()).toContain('<Code>AccessDenied</Code>');
    },
  );

  test('400 for a path that cannot be decoded', () => {
    expect(read('/%zz').status).toBe(400);
  });

  test.each([
    ['/index.html', ''],
    ['/pages/%C3%A4%20b.html', ''],
    ['/%C3%A4%20b.html', '/pages'],
  ])('the object of %s below "%s"', (uri, path) => {
    expect(read(uri, [], path)).toMatchObject({ status: 200, body: page.body });
  });

  test.each(['"1"', 'W/"1"', '"0", "1"'])('304 to a viewer that has %s', (etag) => {
    expect(read('/index.html', [['If-None-Match', etag]])).toMatchObject({ status: 304, body: Buffer.alloc(0) });
  });

  test('200 to a viewer that has an older one', () => {
    expect(read('/index.html', [['If-None-Match', '"0"']]).status).toBe(200);
  });
});
