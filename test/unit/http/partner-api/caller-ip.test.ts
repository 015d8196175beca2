import { describe, expect, it } from '@jest/globals';
import { callerIp, type TrustedCdn } from '../../../../lambdas/http/partner-api/caller-ip.ts';

const CDN: TrustedCdn = { ranges: ['198.51.100.0/24', '2001:db8::/32'], header: 'x-viewer-address' };
const VIEWER = '203.0.113.9';

type Event = Parameters<typeof callerIp>[0];

function eventOf(sourceIp: string, headers: Record<string, string[]> = { 'x-viewer-address': [VIEWER] }): Event {
  const single = Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1) ?? '']));
  return {
    headers: single,
    multiValueHeaders: headers,
    requestContext: { identity: { sourceIp } },
  } as unknown as Event;
}

// Believing a header of anybody else lets them choose the address that lists are judged on.
describe('the header is not believed', () => {
  it('where no CDN is configured', () => {
    expect(callerIp(eventOf('198.51.100.7'), null)).toBe('198.51.100.7');
  });

  it.each(['198.51.99.255', '198.51.101.0', '2001:db7:ffff::1', '2001:db9::', '::ffff:198.51.101.1', VIEWER])(
    'of a call from %s, outside the ranges of the CDN',
    (sourceIp) => {
      expect(callerIp(eventOf(sourceIp), CDN)).toBe(sourceIp);
    },
  );

  it('of a call from what is no address', () => {
    expect(callerIp(eventOf('test-invoke-source-ip'), CDN)).toBe('test-invoke-source-ip');
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])('where it is another than the configured one: %s', (name) => {
    expect(callerIp(eventOf('198.51.100.7', { [name]: [VIEWER] }), CDN)).toBe('');
  });

  // Neither is certainly the CDN's.
  it('where it came twice, in one spelling or in two', () => {
    for (const headers of [
      { 'x-viewer-address': ['192.0.2.1', VIEWER] },
      { 'X-Viewer-Address': ['192.0.2.1'], 'x-viewer-address': [VIEWER] },
    ]) {
      expect(callerIp(eventOf('198.51.100.7', headers), CDN)).toBe('');
    }
  });
});

describe('the header of the configured CDN is believed', () => {
  it.each(['198.51.100.0', '198.51.100.255', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'])(
    'of a call from %s, the edge of its ranges',
    (sourceIp) => {
      expect(callerIp(eventOf(sourceIp), CDN)).toBe(VIEWER);
    },
  );

  it('in any spelling of its name, and whatever other headers claim', () => {
    const headers = { 'X-Viewer-Address': [VIEWER], 'X-Forwarded-For': ['192.0.2.1'] };

    expect(callerIp(eventOf('198.51.100.7', headers), CDN)).toBe(VIEWER);
  });
});
