import { describe, expect, test } from '@jest/globals';
import { NAME_RULES, parseDisplayName } from '../../../../lambdas/domain/base/display-name.ts';

// The platform's own e-mails show names. With a link in one, a stolen session could phish everybody at the partner.
describe('a name is refused if a mail program could make a link of it', () => {
  test.each([
    ['a URL', 'https://evil.example/partner-hub'],
    ['a sentence with a URL', 'SECURITY ALERT verify now: https://evil.example'],
    ['a URL without a dot', 'http://evil'],
    ['another scheme', 'ftp://x'],
    ['nothing but its separator', 'a://'],
    ['a full-width URL', 'https：／／evil'],
    ['a host name', 'evil.example'],
    ['a host name in capitals', 'EVIL.EXAMPLE'],
    ['a host name in a sentence', 'go to evil.example now'],
    ['a host name in brackets', '(evil.example)'],
    ['a host name with the dot of the root', 'sub.evil.example.'],
    ['a host name with a path', 'evil.example/login'],
    ['a host name with a port', 'evil.example:8443'],
    ['a host name of digits', '1.co'],
    ['a service label', '_dmarc.acme'],
    ['a host name and an underscore', 'evil.example_x'],
    ['a host name and a hyphen', 'evil.example-x'],
    ['a host name after one that is none', 'v2.rc1.example'],
    ['www', 'www.evil'],
    ['WWW before a single letter', 'WWW.x'],
    ['an e-mail address', 'ops@acme.example'],
    ['a header', 'Bcc: everybody@acme.example'],
    ['a host name in another script', 'пример.рф'],
    ['a host name with marks', 'उदाहरण.भारत'],
    ['a host name in Punycode', 'a.xn--p1ai'],
    ['an ideographic dot', 'evil。example'],
    ['a full-width dot', 'evil．example'],
    ['a half-width ideographic dot', 'evil｡example'],
    ['a one dot leader', 'evil․example'],
    ['a small full stop', 'evil﹒example'],
    ['full-width letters', 'ｅｖｉｌ．ｅｘａｍｐｌｅ'],
    ['ideographs', '例子。中国'],
    ['an IP address with a path', '192.0.2.1/login'],
    ['an IP address with a slash', '192.0.2.1/'],
    ['an IP address with a port', '192.0.2.1:8080'],
    ['what only begins like a range', '192.0.2.0/24/login'],
    // Nobody can tell a product from a host name by its looks: mail programs link the second one.
    ['a product with a dot', 'node.js'],
    ['a product that is a domain', 'ASP.NET'],
    ['two words with a dot', 'Acme Inc.Billing'],
  ])('%s: %j', (_, name) => expect(parseDisplayName(name)).toEqual({ detail: NAME_RULES.hostName }));
});

describe('a name may be', () => {
  test.each([
    'ERP v2.1',
    'Version 1.2.3',
    'v2.1-rc1',
    'v2.rc1',
    '1.x',
    '24.12.2026',
    'No.1',
    'Acme Inc.',
    'Dr. Müller & Co. KG',
    '.NET backend',
    'node js',
    'U.S. production',
    'e.g. ERP',
    'z.B. Test',
    '7 a.m.',
    'wait... what',
    'wait...what',
    'A/B test',
    'Q3/Q4',
    'and/or',
    'C#',
    '@acme',
    'ops@acme',
    '10.0.0.5',
    'VPN 10.0.0.0/8',
    'http',
    'awww. nice',
    'Note: urgent',
    'Ärzte & Söhne <b>',
    '日本語 العربية עברית',
    '生产。',
    '{{x}} #{x} <%= x %> %24',
  ])('%j', (name) => expect(parseDisplayName(`  ${name} `)).toEqual({ name }));
});

// A client may have put a credential there.
test('what is wrong is said without the name', () => {
  for (const name of ['secret.example', 'secret\nname', 'secret'.repeat(20)]) {
    expect(JSON.stringify(parseDisplayName(name))).not.toContain('secret');
  }
});
