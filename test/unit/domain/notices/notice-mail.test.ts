import { describe, expect, it, test } from '@jest/globals';
import type { MailContent } from '../../../../lambdas/domain/base/mail-content.ts';
import type { AuditAction, AuditDetail } from '../../../../lambdas/domain/model/audit-event.ts';
import type { Notice } from '../../../../lambdas/domain/notices/notice.ts';
import { noticeMail } from '../../../../lambdas/domain/notices/notice-mail.ts';

const KEY_ID = 'abcDEF123456';
const HOSTILE = '<img src=x onerror="alert(1)">';
/** As messages show it: it must not end its own quotes. */
const HOSTILE_QUOTED = `"<img src=x onerror='alert(1)'>"`;
const API_KEY = { name: 'Billing', hint: 'dpa_live_demoPA_abcDEF123456_Ab12…', expiresAt: null, rotatedTo: null };
const PARTNER = { partnerId: 'demoPA', partnerName: "R&D 'Messaging'" };
const AT = '2026-11-24T07:51:30.000Z';

const ONE_IP = { allowedIps: ['192.0.2.1'], maxKeyLifetimeDays: null };
const ANY_IP = { allowedIps: [], maxKeyLifetimeDays: null };
const OPENED = { from: ONE_IP, to: ANY_IP };
const CLOSED = { from: ANY_IP, to: ONE_IP };

interface Given {
  readonly to?: string;
  readonly actor?: string;
  readonly target?: string | null;
  readonly ip?: string | null;
  readonly detail?: AuditDetail;
  readonly apiKey?: Notice['apiKey'];
}

function mailOf(action: AuditAction, given: Given = {}): MailContent {
  const { to = 'owner@demo.example', actor = 'colleague@demo.example', ip = '203.0.113.9', detail } = given;
  const { apiKey = action.startsWith('api_key.') ? API_KEY : null, target = apiKey === null ? null : KEY_ID } = given;
  const auditEvent = { id: '01', at: AT, action, actor, target, ip, ...(detail === undefined ? {} : { detail }) };
  return noticeMail({ ...PARTNER, to, apiKey, event: { source: 'change', partnerId: 'demoPA', auditEvent } });
}

function revokedKeyMail(changes: { ip?: string | null; apiKey?: Notice['apiKey'] } = {}): MailContent {
  const { ip = '203.0.113.9', apiKey = API_KEY } = changes;
  const event = { source: 'revoked_key', partnerId: 'demoPA', keyId: KEY_ID, at: AT, ip } as const;
  return noticeMail({ ...PARTNER, to: 'owner@demo.example', apiKey, event });
}

const ALL: readonly [string, MailContent][] = [
  ...(['created', 'rotated', 'disabled', 'deleted'] as const).map((what): [string, MailContent] => [
    what,
    mailOf(`api_key.${what}`),
  ]),
  ['updated', mailOf('api_key.updated', { detail: { widens: ['scopes', 'allowed_ips'] } })],
  ['enabled', mailOf('api_key.enabled', { detail: { widens: ['status'] } })],
  ['narrowed', mailOf('api_key.updated', { detail: { narrows: ['scopes'] } })],
  ['settings broadened', mailOf('settings.updated', { detail: { widens: ['allowed_ips'], settings: OPENED } })],
  ['settings narrowed', mailOf('settings.updated', { detail: { narrows: ['allowed_ips'], settings: CLOSED } })],
  ...(['added', 'removed'] as const).flatMap((what): [string, MailContent][] => [
    [`user ${what}`, mailOf(`user.${what}`, { target: 'new@demo.example' })],
    [`own user ${what}`, mailOf(`user.${what}`, { target: 'new@demo.example', to: 'new@demo.example' })],
  ]),
  ...(['suspended', 'reactivated'] as const).map((what): [string, MailContent] => [what, mailOf(`partner.${what}`)]),
  ...(['enabled', 'disabled', 'unscheduled'] as const).map((what): [string, MailContent] => [
    `legacy ${what}`,
    mailOf(`legacy_token.${what}`),
  ]),
  ['legacy scheduled', mailOf('legacy_token.scheduled', { detail: { offAt: '2026-12-24T18:00:00.000Z' } })],
  [
    'legacy put off',
    mailOf('legacy_token.scheduled', {
      detail: { offAt: '2026-12-24T18:00:00.000Z', widens: ['legacy_token'] },
    }),
  ],
  ['signed out', mailOf('user.signed_out', { target: 'owner@demo.example' })],
  ['password reset', mailOf('user.password_reset', { target: 'owner@demo.example' })],
  ['own lock', mailOf('otp.locked', { actor: 'owner@demo.example', target: 'ERP' })],
  ["colleague's lock", mailOf('otp.locked', { target: 'ERP' })],
  ['mutes', mailOf('notices.updated', { actor: 'owner@demo.example', detail: { mutes: ['api_key_created'] } })],
  ['revoked key', revokedKeyMail()],
];

describe('every notice', () => {
  it.each(ALL)('(%s) says whose, when and from where, as text and as HTML', (_, { text, html }) => {
    expect(text).toContain(`Partner: "R&D 'Messaging'" (demoPA)`);
    expect(html).toContain('&quot;R&amp;D &#39;Messaging&#39;&quot; (demoPA)');
    for (const body of [text, html]) {
      expect(body).toContain('24 Nov 2026, 07:51:30 UTC');
      expect(body).toContain('203.0.113.9');
    }
  });

  // Tests, the demo and people find a code by the line that it stands on.
  it.each(ALL)('(%s) holds nothing that looks like a code', (_, { text }) => {
    expect(text).not.toMatch(/^\d{6}$/m);
  });

  it('has a subject of its own, but for the two ways in which a key is broadened', () => {
    const subjects = ALL.map(([, { subject }]) => subject);
    expect(new Set(subjects).size).toBe(subjects.length - 1);
  });
});

// Names are chosen by whoever is signed in, which may be an attacker.
test('hostile names are text', () => {
  const apiKey = { ...API_KEY, name: HOSTILE };
  const mails = [
    mailOf('api_key.created', { apiKey }),
    revokedKeyMail({ apiKey }),
    noticeMail({
      ...PARTNER,
      partnerName: HOSTILE,
      to: 'owner@demo.example',
      apiKey: null,
      event: {
        source: 'change',
        partnerId: 'demoPA',
        auditEvent: { id: '01', at: AT, action: 'legacy_token.enabled', actor: HOSTILE, target: null, ip: HOSTILE },
      },
    }),
  ];
  for (const { html, text, subject } of mails) {
    expect(html).not.toContain('<img');
    expect(html).toContain('&quot;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;');
    expect(text).toContain(`: ${HOSTILE_QUOTED} (`);
    expect(subject).not.toContain('<');
  }
});

test('a key that is gone is named by its ID', () => {
  expect(mailOf('api_key.deleted', { apiKey: null, target: KEY_ID }).text).toContain(`API key: ${KEY_ID}`);
  expect(mailOf('api_key.deleted').text).toContain(`API key: "Billing" (${KEY_ID})`);
});

test('a rotation says when the old key expires, and which is the new one', () => {
  const expiresAt = Date.parse('2026-12-01T00:00:00Z') / 1000;
  const { text } = mailOf('api_key.rotated', { apiKey: { ...API_KEY, expiresAt, rotatedTo: 'newKEY123456' } });

  expect(text).toContain('Expires: 01 Dec 2026, 00:00:00 UTC');
  expect(text).toContain('New key: newKEY123456');
});

test.each([
  [['scopes'], 'what it may do'],
  [['allowed_ips', 'expires_at'], 'where it is usable from, when it expires'],
  [['status'], 'it was disabled and is usable again'],
] as const)('a widening of %j says so', (widens, words) => {
  expect(mailOf('api_key.updated', { detail: { widens } }).text).toContain(`More than before: ${words}\n`);
});

test.each([
  [['scopes'], 'what it may do'],
  [['allowed_ips', 'expires_at'], 'where it is usable from, when it expires'],
] as const)('a narrowing of %j says so, and what to check', (narrows, words) => {
  const { subject, text } = mailOf('api_key.updated', { detail: { narrows } });

  expect(subject).toBe('An API key may do less than before');
  expect(text).toContain('Check that the systems that use it still work.');
  expect(text).toContain(`Less than before: ${words}\n`);
});

test('a change that broadens one restriction and narrows another says both', () => {
  const { subject, text } = mailOf('api_key.updated', { detail: { widens: ['scopes'], narrows: ['allowed_ips'] } });

  expect(subject).toBe('An API key may do more than before');
  expect(text).toContain('More than before: what it may do\nLess than before: where it is usable from\n');
});

test('a key that is broadened and disabled at once says both', () => {
  const { subject, text } = mailOf('api_key.disabled', { detail: { widens: ['scopes'], narrows: ['status'] } });

  expect(subject).toBe('An API key was disabled');
  expect(text).toContain('More than before: what it may do\n');
  expect(text).not.toContain('Less than before');
});

describe('changed settings say in words what they were and are:', () => {
  const settings = (allowedIps: readonly string[], maxKeyLifetimeDays: number | null) => ({
    allowedIps,
    maxKeyLifetimeDays,
  });
  const MANY = Array.from({ length: 12 }, (_, n) => `192.0.2.${n}`);

  test.each<[string, AuditDetail, string, string[]]>([
    [
      'an IP allowlist is emptied',
      { widens: ['allowed_ips'], settings: { from: settings(['192.0.2.1'], 30), to: settings([], 30) } },
      'more',
      ['Calls may come from: any IP address (more than before: 192.0.2.1)'],
    ],
    [
      'a first IP allowlist',
      { narrows: ['allowed_ips'], settings: { from: settings([], null), to: settings(['192.0.2.1'], null) } },
      'less',
      ['Calls may come from: 192.0.2.1 (less than before: any IP address)'],
    ],
    [
      'other IP addresses, and a maximum',
      {
        widens: ['allowed_ips'],
        narrows: ['allowed_ips', 'max_key_lifetime_days'],
        settings: { from: settings(['192.0.2.1'], null), to: settings(['192.0.2.2'], 30) },
      },
      'more',
      [
        'Calls may come from: 192.0.2.2 (partly more, partly less than before: 192.0.2.1)',
        'Keys may live: at most 30 days (less than before: without limit)',
      ],
    ],
    [
      'a long list is cut',
      { narrows: ['allowed_ips'], settings: { from: settings([], null), to: settings(MANY, null) } },
      'less',
      [`Calls may come from: ${MANY.slice(0, 10).join(', ')} and 2 more (less than before: any IP address)`],
    ],
  ])('%s', (_, detail, direction, lines) => {
    const { subject, text } = mailOf('settings.updated', { detail });

    expect(subject).toBe(`The security settings allow ${direction} than before`);
    const said = text.split('\n').filter((line) => /^(?:Calls may|Keys may)/.test(line));
    expect(said).toEqual(lines);
  });
});

test('who was added or removed is named to the others, and addressed in the own message', () => {
  for (const action of ['user.added', 'user.removed'] as const) {
    expect(mailOf(action, { target: 'new@demo.example' }).text).toContain('User: new@demo.example\n');
    const own = mailOf(action, { target: 'new@demo.example', to: 'new@demo.example' });
    expect(own.text).not.toContain('User: ');
    expect(own.text).toMatch(/^You /);
  }
});

test.each([
  [undefined, 'will be turned off', 'refuses tokens'],
  [['legacy_token'] as const, 'is on for longer than before', 'it refused them already'],
])('a schedule that broadens %j says so', (widens, subject, text) => {
  const detail = { offAt: '2026-12-24T18:00:00.000Z', ...(widens === undefined ? {} : { widens }) };
  const mail = mailOf('legacy_token.scheduled', { detail });

  expect(mail.subject).toContain(subject);
  expect(mail.text.replaceAll(/\s+/g, ' ')).toContain(text);
});

test('a scheduled switch-off says from when', () => {
  const { text } = mailOf('legacy_token.scheduled', { detail: { offAt: '2026-12-24T18:00:00.000Z' } });

  expect(text).toContain('Off from: 24 Dec 2026, 18:00:00 UTC');
});

test('a lock ends a day after it began, and speaks to who is locked', () => {
  const own = mailOf('otp.locked', { actor: 'owner@demo.example' });
  const others = mailOf('otp.locked');

  for (const { text } of [own, others]) expect(text).toContain('Locked until: 25 Nov 2026, 07:51:30 UTC');
  expect(own.text).toContain('You cannot generate');
  expect(others.text).toContain('By: colleague@demo.example');
  expect(others.text).not.toContain('You cannot generate');
});

test('the operator has no address', () => {
  const { text } = mailOf('api_key.disabled', { actor: 'operator', ip: null });

  expect(text).toContain('By: the operators of the platform');
  expect(text).not.toContain('From:');
  expect(text).not.toContain('Change the password');
  expect(mailOf('api_key.disabled', { ip: null }).text).toContain('From: an unknown address');
});

test('what is muted is listed', () => {
  const { text } = mailOf('notices.updated', { detail: { mutes: ['api_key_created', 'otp_locked'] } });

  expect(text).toContain('Not when: an API key is generated\nNot when: somebody is locked after wrong codes\n');
});
