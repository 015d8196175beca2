import { describe, expect, it } from '@jest/globals';
import { includesIp, parseIpAllowlist } from '../../../../lambdas/domain/model/ip-allowlist.ts';

/** The IP addresses whose highest bit is this one. */
function rangeOfHighestBit(bit: number): string {
  const address = [24, 16, 8, 0].map((shift) => ((2 ** bit) >>> shift) & 0xff).join('.');
  return `${address}/${32 - bit}`;
}

describe('no entry of a list is', () => {
  it.each([
    '',
    ' ',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '010.1.1.1',
    '0x7f.0.0.1',
    '2130706433',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/08',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '1.2.3.4/255.0.0.0',
    '1.2.3.4:80',
    '[::1]',
    ':::',
    '::1/129',
    'fe80::1%eth0',
    '1.2.3.4-1.2.3.9',
    '1.2.3.*',
    '１.2.3.4',
    '1.2.3.4,1.2.3.5',
  ])('"%s"', (entry) => {
    expect(parseIpAllowlist(['10.0.0.1', entry])).toMatchObject({
      index: 1,
      detail: expect.stringContaining('Must be'),
    });
  });

  // It looks like a restriction and is none.
  it.each(['0.0.0.0/0', '::/0', '8.8.8.8/0', '::ffff:0:0/96'])('all addresses, as %s', (entry) => {
    expect(parseIpAllowlist([entry])).toMatchObject({ index: 0, detail: expect.stringContaining('empty') });
  });

  // As little of a restriction as the range of everything.
  it.each<[string, string[], number, string]>([
    ['two halves', ['0.0.0.0/1', '128.0.0.0/1'], 1, 'IPv4'],
    ['two halves in the other order', ['128.0.0.0/1', '10.0.0.1', '0.0.0.0/1', '192.0.2.1'], 2, 'IPv4'],
    ['four quarters', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'], 3, 'IPv4'],
    ['overlapping ranges', ['0.0.0.0/1', '64.0.0.0/2', '128.0.0.0/2', '128.0.0.0/1'], 3, 'IPv4'],
    ['IPv4 in IPv6', ['::ffff:0.0.0.0/97', '128.0.0.0/1'], 1, 'IPv4'],
    ['two halves of IPv6', ['::/1', '192.0.2.1', '8000::/1'], 2, 'IPv6'],
    [
      'everything but one IP address, and that',
      [...Array.from({ length: 32 }, (_, bit) => rangeOfHighestBit(31 - bit)), '0.0.0.0'],
      32,
      'IPv4',
    ],
  ])('the one that completes all addresses: %s', (_, entries, index, kind) => {
    const detail = `Allows every ${kind} address together with the entries before it: leave the list empty for that.`;

    expect(parseIpAllowlist(entries)).toEqual({ index, detail });
    expect(parseIpAllowlist(entries.filter((_entry, at) => at !== index))).toHaveProperty('list');
  });

  it('the 51st', () => {
    const list = (count: number) => Array.from({ length: count }, (_, index) => `10.0.0.${index}`);
    expect(parseIpAllowlist(list(51))).toMatchObject({ index: null });
    expect(parseIpAllowlist(list(50))).toEqual({ list: list(50) });
  });
});

it.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  [' 10.1.2.3 ', '10.1.2.3'],
  ['10.1.2.3/32', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::ffff:a01:203', '10.1.2.3'],
  ['::ffff:10.1.2.3/120', '10.1.2.0/24'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8::1/128', '2001:db8::1'],
  ['2001:db8:1:2:3::/48', '2001:db8:1::/48'],
])('%s is kept as %s', (entry, kept) => {
  expect(parseIpAllowlist([entry, kept])).toEqual({ list: [kept] });
});

describe('a range', () => {
  it.each([
    ['10.0.0.0/8', '9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
    ['192.0.2.128/25', '192.0.2.127', '192.0.2.128', '192.0.2.255', '192.0.3.0'],
    ['192.0.2.5', '192.0.2.4', '192.0.2.5', '192.0.2.5', '192.0.2.6'],
    ['2001:db8::/33', '2001:db7:ffff::', '2001:db8::', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff', '2001:db8:8000::'],
  ])('%s ends at its first and its last address', (range, before, first, last, after) => {
    expect([before, first, last, after].map((address) => includesIp([range], address))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('of IPv4 takes the address in IPv6, and one of IPv6 no address of IPv4', () => {
    expect(includesIp(['10.0.0.0/8'], '::ffff:10.0.0.1')).toBe(true);
    expect(includesIp(['::/1'], '10.0.0.1')).toBe(false);
  });

  it.each([
    [['nonsense'], '10.0.0.1'],
    [['10.0.0.0/8', 'x'], '10.0.0.1'],
    [['10.0.0.0/8'], 'nobody'],
    [['10.0.0.0/8'], ''],
  ])('%j from "%s" cannot be judged', (list, address) => {
    expect(() => includesIp(list, address)).toThrow(RangeError);
  });
});
